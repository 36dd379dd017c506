import { codeSpan, escapeMarkdown, type LockedUnit, lockUnits, type UnitLock } from '@tideway/core'
import type { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import type { CommandResult } from './command-result.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import { parseDuration } from './parse-duration.ts'
import { requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addList, addSharedFlags } from './shared-flags.ts'
import { whoRuns } from './who-runs.ts'

interface LockFlags extends EnvironmentFlags {
  readonly unit?: readonly string[]
}

interface NewLockFlags extends LockFlags {
  readonly for: number
  readonly reason: string
  readonly as?: string
}

/** Adds `tideway lock` and `tideway unlock`. */
export function addLockCommands(program: Command, run: RunCommand, io: CommandIo): void {
  const lock = program.command('lock').description('keep publishes away from units, for a time')
  addPlaces(lock)
    .requiredOption('--for <duration>', 'for how long, such as 2h or 1d', parseDuration)
    .requiredOption('--reason <text>', 'why; people get to read it')
    .option('--as <name>', 'who locks (default: who the CI or the system says runs this)')
  addSharedFlags(lock).action((flags: NewLockFlags) =>
    run(flags, (session) => runLock(session, flags, newLock(flags, io))),
  )
  const unlock = program.command('unlock').description('take the locks of units away')
  addPlaces(unlock)
  addSharedFlags(unlock).action((flags: LockFlags) =>
    run(flags, (session) => runLock(session, flags, undefined)),
  )
}

function addPlaces(command: Command): Command {
  addEnvironments(command, 'only')
  return addList(command, '--unit <unit>', 'only this unit, repeatable (default: all)')
}

function newLock(flags: NewLockFlags, io: CommandIo): UnitLock {
  return {
    until: new Date(io.now() + flags.for).toISOString(),
    who: flags.as ?? whoRuns(io.variables),
    reason: flags.reason,
  }
}

async function runLock(session: Session, flags: LockFlags, lock: UnitLock | undefined): Promise<void> {
  await attemptEach(session, flags, 'only', async (name, project) => {
    requireMode(project.environment(name), 'write', session.call.readOnly)
    const confighub = await project.connect(name, session.call).confighub()
    const units = await lockUnits(confighub, { units: flags.unit, lock }, session.call)
    return [resultOfLock(name, lock, units)]
  })
}

function resultOfLock(
  environment: string,
  lock: UnitLock | undefined,
  units: readonly LockedUnit[],
): CommandResult {
  const flow = lock === undefined ? 'unlock' : 'lock'
  const failed = units.filter(({ kind }) => kind !== 'written' && kind !== 'unchanged')
  // A unit that had no lock was not unlocked.
  const done = units.filter(({ kind }) => kind === 'written' || (kind === 'unchanged' && lock !== undefined))
  const none = lock === undefined && failed.length === 0 ? 'no unit is locked' : 'no unit'
  const until = lock === undefined ? '' : ` until ${lock.until}`
  const verdict = `${flow} ${environment}: ${done.map(({ unit }) => unit).join(', ') || none}${until}`
  const lines = failed.map(({ unit, kind, error }) => [unit, error?.message ?? kind] as const)
  const isRefused = failed.some(({ kind }) => kind === 'refused')
  return {
    json: { flow, environment, ...(lock === undefined ? {} : { lock }), units },
    text: [verdict, ...lines.map(([unit, why]) => `  ${unit}: ${why}`), ''].join('\n'),
    markdown: [
      `## ${escapeMarkdown(verdict)}`,
      '',
      ...lines.map(([unit, why]) => `- ${codeSpan(unit)}: ${escapeMarkdown(why)}`),
      '',
    ].join('\n'),
    code: failed.length === 0 ? exitCodes.done : isRefused ? exitCodes.error : exitCodes.tryAgain,
  }
}

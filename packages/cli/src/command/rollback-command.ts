import { escapeMarkdown } from '@tideway/core'
import type { Command } from 'commander'
import { type RollbackReport, rollBackUnit } from '../rollback/roll-back-unit.ts'
import type { CommandResult } from './command-result.ts'
import { addEnvironments, type EnvironmentFlags } from './environment-flags.ts'
import { exitCodes } from './exit-code.ts'
import { requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addRequiredList, addSharedFlags } from './shared-flags.ts'

interface RollbackFlags extends EnvironmentFlags {
  readonly unit: readonly string[]
  readonly to: string
  readonly dryRun?: boolean
  readonly unconditional?: boolean
}

/** Adds `tideway rollback`. */
export function addRollbackCommand(program: Command, run: RunCommand): void {
  const command = program
    .command('rollback')
    .description('write an earlier revision of a unit in ConfigHub again')
  addEnvironments(command, 'only')
  addRequiredList(command, '--unit <unit>', 'a unit, repeatable')
  command
    .requiredOption('--to <revision>', 'a revision, or: previous')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--unconditional', 'write although the server offers no condition for a write')
  addSharedFlags(command).action((flags: RollbackFlags) =>
    run(flags, (session) => runRollback(session, flags)),
  )
}

async function runRollback(session: Session, flags: RollbackFlags): Promise<void> {
  const project = session.project()
  for (const name of selectEnvironments(project, flags.env, 'only')) {
    const connected = project.connect(name, session.call)
    for (const unit of flags.unit) {
      await session.attempt(async () => {
        if (flags.dryRun !== true) requireMode(project.environment(name), 'write', session.call.readOnly)
        const options = { unit, to: flags.to, dryRun: flags.dryRun, unconditional: flags.unconditional }
        const report = await session.trace('rollback', name, async ({ watch, call }) =>
          rollBackUnit(watch(await connected.confighub()), options, call),
        )
        return [resultOfRollback(name, report)]
      })
    }
  }
}

function resultOfRollback(environment: string, report: RollbackReport): CommandResult {
  const dryRun = report.dryRun ? ' (dry run)' : ''
  const verdict = `rollback ${environment}${dryRun}: ${summarize(report)}`.replaceAll(/\p{Cc}/gu, ' ')
  return {
    json: { environment, ...report },
    text: `${verdict}\n`,
    markdown: `## ${escapeMarkdown(verdict)}\n`,
    code: report.outcome === 'lost-race' ? exitCodes.tryAgain : exitCodes.done,
  }
}

function summarize({ outcome, unit, from, to, dryRun, description, revision }: RollbackReport): string {
  if (outcome === 'lost-race') return `${unit} changed meanwhile, nothing written; run again`
  if (outcome === 'nothing-to-do') return `${unit} has the content of revision ${to} already`
  if (dryRun) return `${unit} would go from revision ${from} back to revision ${to}: ${description}`
  const written = revision === undefined ? '' : `, as revision ${revision}`
  return `${unit} is back to revision ${to}${written}: ${description}`
}

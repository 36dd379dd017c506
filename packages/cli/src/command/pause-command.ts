import { codeSpan, countOf, escapeMarkdown, type PauseReport, pauseUnits, type UnitLock } from '@tideway/core'
import type { Command } from 'commander'
import { narrowLive } from '../config/list-clusters.ts'
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

interface PlaceFlags extends EnvironmentFlags {
  readonly unit?: readonly string[]
  readonly context?: string
  readonly namespace?: string
  readonly argocdNamespace?: string
}

interface PauseFlags extends PlaceFlags {
  readonly for: number
  readonly incident: string
  readonly as?: string
}

interface ResumeFlags extends PlaceFlags {
  readonly expired?: boolean
}

/** Adds `tideway pause` and `tideway resume`. */
export function addPauseCommands(program: Command, run: RunCommand, io: CommandIo): void {
  const pause = program
    .command('pause')
    .description('keep Crossplane, Argo CD and publishes from putting back what is edited in an emergency')
  addPlaces(pause)
    .requiredOption('--for <duration>', 'for how long, such as 2h or 1d', parseDuration)
    .requiredOption('--incident <id>', 'the incident’s id, for the record')
    .option('--as <name>', 'who pauses (default: who the CI or the system says runs this)')
  addSharedFlags(pause).action((flags: PauseFlags) =>
    run(flags, (session) => runPause(session, flags, { pause: newPause(flags, io) })),
  )
  const resume = program.command('resume').description('take back what `tideway pause` did')
  addPlaces(resume).option('--expired', 'only where the time is over')
  addSharedFlags(resume).action((flags: ResumeFlags) =>
    run(flags, (session) => runPause(session, flags, { expired: flags.expired })),
  )
}

function addPlaces(command: Command): Command {
  addEnvironments(command, 'only')
  addList(command, '--unit <unit>', 'only this unit, repeatable (default: all)')
  return command
    .option('--context <context>', 'only in this context of the kubeconfig (default: the configured ones)')
    .option('--namespace <namespace>', 'look in this namespace (default: the configured one)')
    .option('--argocd-namespace <namespace>', 'where Argo CD’s applications are (default: argocd)')
}

function newPause(flags: PauseFlags, io: CommandIo): UnitLock {
  return {
    until: new Date(io.now() + flags.for).toISOString(),
    who: flags.as ?? whoRuns(io.variables),
    reason: flags.incident,
  }
}

interface Wanted {
  readonly pause?: UnitLock | undefined
  readonly expired?: boolean | undefined
}

async function runPause(session: Session, flags: PlaceFlags, wanted: Wanted): Promise<void> {
  await attemptEach(session, flags, 'only', async (name, project) => {
    const environment = project.environment(name)
    requireMode(environment, 'write', session.call.readOnly)
    const connected = project.connect(name, session.call, narrowLive(environment.live, flags))
    const endpoints = { confighub: await connected.confighub(), live: await connected.live() }
    const normalization = await connected.normalization([endpoints.confighub])
    const options = { units: flags.unit, argocdNamespace: flags.argocdNamespace, normalization, ...wanted }
    return [resultOfPause(name, wanted, await pauseUnits(endpoints, options, session.call))]
  })
}

function resultOfPause(environment: string, { pause }: Wanted, report: PauseReport): CommandResult {
  const flow = pause === undefined ? 'resume' : 'pause'
  const isWanted = (kind: string) => kind === 'written' || kind === 'unchanged'
  // What was not paused was not resumed.
  const isDone = (kind: string) => kind === 'written' || (kind === 'unchanged' && pause !== undefined)
  const objects = report.objects.filter(({ kind }) => isDone(kind)).length
  const units = report.units.filter(({ kind }) => isDone(kind)).length
  const until = pause === undefined ? '' : ` until ${pause.until}`
  const verdict = `${flow} ${environment}: ${countOf(objects, 'object')} and ${countOf(units, 'unit')}${until}`
  const lines = [
    ...report.objects.map(({ kind, resource, controller, reason }) => {
      const scope = controller === 'argocd' ? ', the application as a whole' : ''
      return `${kind}: ${resource} (${controller}${scope})${reason === undefined ? '' : `, ${reason}`}`
    }),
    ...report.units
      .filter(({ kind }) => !isWanted(kind))
      .map(({ unit, kind, error }) => `${kind}: unit ${unit}, ${error?.message ?? 'read it again'}`),
    ...report.notes,
  ]
  const failed = [...report.objects, ...report.units].filter(
    ({ kind }) => !isWanted(kind) && kind !== 'left-alone',
  )
  const code = failed.some(({ kind }) => kind === 'refused') ? exitCodes.error : exitCodes.tryAgain
  return {
    json: { flow, environment, ...(pause === undefined ? {} : { pause }), ...report },
    text: [verdict, ...lines.map((line) => `  ${line}`), ''].join('\n'),
    markdown: [`## ${escapeMarkdown(verdict)}`, '', ...lines.map((line) => `- ${codeSpan(line)}`), ''].join(
      '\n',
    ),
    code: failed.length === 0 ? exitCodes.done : code,
  }
}

import { capture } from '@tideway/core'
import type { Command } from 'commander'
import { isLabelSelector } from '../config/is-label-selector.ts'
import { narrowLive } from '../config/list-clusters.ts'
import { captureOptions } from './capture-options.ts'
import { resultOfReport } from './command-result.ts'
import { connectFlow } from './connect-flow.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addList, addSharedFlags } from './shared-flags.ts'
import { syncEnvironment } from './sync-environment.ts'
import { usageError } from './usage-error.ts'

interface CaptureFlags extends EnvironmentFlags {
  readonly unit?: readonly string[]
  readonly dryRun?: boolean
  readonly tag?: string
  readonly incident?: string
  readonly triggerSync?: boolean
  readonly namespace?: string
  readonly context?: string
  readonly label?: string
  readonly assumeApplied?: boolean
  readonly unconditional?: boolean
  readonly detailedExitcode?: boolean
}

const tags = ['drift-capture', 'break-glass', 'reconciliation']

/** Adds `tideway capture`. */
export function addCaptureCommand(program: Command, run: RunCommand): void {
  const command = program
    .command('capture')
    .description('bring what people changed in the live cluster to ConfigHub, with a record of why')
  addEnvironments(command, 'dev')
  addList(command, '--unit <unit>', 'only this unit, repeatable (default: all)')
  command
    .option('--dry-run', 'say what would be captured, and write nothing')
    .option('--tag <tag>', `what kind of capture: ${tags.join(', ')} (default: drift-capture)`)
    .option('--incident <id>', 'the incident’s id, for the record')
    .option('--trigger-sync', 'then sync: open the pull request to Git')
    .option('--namespace <namespace>', 'look in this namespace (default: the configured one)')
    .option('--context <context>', 'look in this context of the kubeconfig (default: the configured one)')
    .option('-l, --label <selector>', 'look only at objects with these labels')
    .option('--assume-applied', 'take ConfigHub’s head for what was delivered, where nobody knows')
    .option('--unconditional', 'write although the server offers no condition for a write')
    .option('--detailed-exitcode', 'exit with 2 where there are changes')
  addSharedFlags(command).action((flags: CaptureFlags) => run(flags, (session) => runCapture(session, flags)))
}

async function runCapture(session: Session, flags: CaptureFlags): Promise<void> {
  if (flags.tag !== undefined && !tags.includes(flags.tag)) {
    throw usageError(`--tag ${flags.tag} is not known`, `use one of: ${tags.join(', ')}`)
  }
  if (flags.label !== undefined && !isLabelSelector(flags.label)) {
    throw usageError(
      `--label ${flags.label} is no label selector`,
      'write one such as app=wall,environment!=dev',
    )
  }
  await attemptEach(session, flags, 'dev', async (name, project) => {
    const environment = project.environment(name)
    if (flags.dryRun !== true) requireMode(environment, 'write', session.call.readOnly)
    const live = narrowLive(environment.live, flags)
    const connected = project.connect(name, session.call, live)
    const options = captureOptions(session, environment, await connected.normalization(), flags)
    const captured = await session.trace('capture', name, async (traced) => {
      const live = (await connected.live()).map(traced.watch)
      return capture({ ...(await connectFlow(connected, traced)), live }, options, traced.call)
    })
    const result = resultOfReport(captured, flags)
    if (flags.triggerSync !== true) return [result]
    if (flags.dryRun === true || (captured.outcome !== 'done' && captured.outcome !== 'nothing-to-do')) {
      session.tell(
        `${name}: no sync after a ${flags.dryRun === true ? 'dry run' : 'capture that is not done'}`,
      )
      return [result]
    }
    return [result, resultOfReport(await syncEnvironment(session, name, connected, {}), flags)]
  })
}

import { documentedPolicy } from '@tideway/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { compareInputs, nameFile } from '../files/compare-inputs.ts'
import { type InputFlags, pairInputs, readInputs } from '../files/pair-inputs.ts'
import { type ShownForm, showComparison, shownForms } from '../files/show-comparison.ts'
import { loadPolicy } from '../project/load-policy.ts'
import type { CommandIo } from './command-io.ts'
import { resultOfReport } from './command-result.ts'
import { configuredNormalization } from './configured-normalization.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { publishEnvironment } from './publish-environment.ts'
import { findPullRequestBase } from './pull-request-base.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addList, addSharedFlags, baseRefHelp } from './shared-flags.ts'
import { syncEnvironment } from './sync-environment.ts'
import { usageError } from './usage-error.ts'

interface CompareFlags extends EnvironmentFlags, InputFlags {
  readonly policy?: string
  readonly show?: readonly ShownForm[]
  readonly explain?: boolean
  readonly allowOlder?: boolean
  readonly detailedExitcode?: boolean
  readonly failOnSyncDue?: boolean
}

/** Adds `tideway compare`. */
export function addCompareCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const command = program
    .command('compare')
    .description('say what publish and sync would do, or compare files; changes nothing')
  addEnvironments(command, 'all')
  addList(command, '--left <path>', 'compare files: a file or folder as Git has it, repeatable')
  addList(command, '--right <path>', 'compare files: the same as ConfigHub has it, repeatable')
  addList(command, '--base <path>', 'compare files: what both last agreed on, repeatable (default: unknown)')
  command
    .addOption(
      new Option('--show <form>', 'compare files: show differences in this form, repeatable').argParser(
        (form: string, forms: readonly string[] = []) => [...forms, requireForm(form)],
      ),
    )
    .option('--policy <name>', 'compare files: a preset or policy file (default: documented)')
    .option('--explain', 'compare files: say which rule covers each difference that is none')
    .option('--base-ref <ref>', baseRefHelp)
    .option('--allow-older', 'go on although this commit has diverged from the newest one seen')
    .option('--detailed-exitcode', 'exit with 2 where there are differences')
    .option('--fail-on-sync-due', 'exit with 3 where ConfigHub has changes that Git lacks')
  addSharedFlags(command).action((given: CompareFlags) => {
    const flags = { ...given, baseRef: given.baseRef ?? findPullRequestBase(io.variables) }
    return run(flags, (session) =>
      isOfFiles(flags) ? runOnFiles(session, flags, io) : runOnEnvironments(session, flags),
    )
  })
}

function isOfFiles({ base, left, right, policy, show }: CompareFlags): boolean {
  return [base, left, right, policy, show].some((flag) => flag !== undefined)
}

async function runOnFiles(session: Session, flags: CompareFlags, io: CommandIo): Promise<void> {
  const { policy, show = [], explain } = flags
  const pairs = pairInputs(flags)
  if (flags.env !== undefined) throw usageError('--env compares an environment, --left and --right files')
  const options = {
    explain,
    normalization: configuredNormalization(session, flags),
    policy: policy === undefined ? documentedPolicy : loadPolicy(policy, io.directory),
  }
  for (const paths of pairs) {
    await session.attempt(async () => {
      const inputs = readInputs(paths, io.directory)
      const compared = compareInputs(inputs, options)
      const result = resultOfReport(compared.report, flags)
      return [showComparison(compared, show, result, (unit, side) => nameFile(unit, side, inputs))]
    })
  }
}

function requireForm(word: string): ShownForm {
  const form = shownForms.find((known) => known === word)
  if (form === undefined) throw new InvalidArgumentError(`Allowed choices are ${shownForms.join(', ')}.`)
  return form
}

async function runOnEnvironments(session: Session, flags: CompareFlags): Promise<void> {
  const { allowOlder } = flags
  await attemptEach(session, flags, 'all', async (name, project) => {
    const connected = project.connect(name, session.call)
    const published = await publishEnvironment(session, name, connected, { dryRun: true, allowOlder })
    const synced = await syncEnvironment(session, name, connected, { dryRun: true, allowOlder })
    return [resultOfReport(published, flags), resultOfReport(synced, flags)]
  })
}

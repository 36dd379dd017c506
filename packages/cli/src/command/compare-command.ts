import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { documentedPolicy } from '@tideway/core'
import type { Command } from 'commander'
import { loadPolicy } from '../project/load-policy.ts'
import type { CommandIo } from './command-io.ts'
import { resultOfReport } from './command-result.ts'
import { compareTexts } from './compare-texts.ts'
import { configuredNormalization } from './configured-normalization.ts'
import { publishEnvironment } from './publish-environment.ts'
import { findPullRequestBase } from './pull-request-base.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addList, addSharedFlags, baseRefHelp, type SharedFlags } from './shared-flags.ts'
import { syncEnvironment } from './sync-environment.ts'
import { usageError } from './usage-error.ts'

interface CompareFlags extends SharedFlags {
  readonly env?: readonly string[]
  readonly base?: string
  readonly left?: string
  readonly right?: string
  readonly policy?: string
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
  addList(command, '--env <name>', 'an environment, repeatable (default: all)')
  command
    .option('--left <file>', 'compare files: a unit as Git has it')
    .option('--right <file>', 'compare files: the unit as ConfigHub has it')
    .option('--base <file>', 'compare files: what both last agreed on (default: unknown)')
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

function isOfFiles({ base, left, right, policy }: CompareFlags): boolean {
  return [base, left, right, policy].some((file) => file !== undefined)
}

async function runOnFiles(session: Session, flags: CompareFlags, io: CommandIo): Promise<void> {
  const { base, left, right, policy } = flags
  if (left === undefined || right === undefined) throw usageError('comparing files needs --left and --right')
  if (flags.env !== undefined) throw usageError('--env compares an environment, --left and --right files')
  const read = (file: string) => {
    const path = resolve(io.directory, file)
    if (!existsSync(path)) throw usageError(`there is no file ${file}`, 'check the path')
    return { name: basename(file), text: readFileSync(path, 'utf8') }
  }
  await session.attempt(async () => {
    const report = compareTexts({
      base: base === undefined ? undefined : read(base),
      left: read(left),
      right: read(right),
      explain: flags.explain,
      normalization: configuredNormalization(session, flags),
      policy: policy === undefined ? documentedPolicy : loadPolicy(policy, io.directory),
    })
    return [resultOfReport(report, flags)]
  })
}

async function runOnEnvironments(session: Session, flags: CompareFlags): Promise<void> {
  const project = session.project()
  const { allowOlder } = flags
  for (const name of selectEnvironments(project, flags.env, 'all')) {
    await session.attempt(async () => {
      const connected = project.connect(name, session.call)
      const published = await publishEnvironment(session, name, connected, { dryRun: true, allowOlder })
      const synced = await syncEnvironment(session, name, connected, { dryRun: true, allowOlder })
      return [resultOfReport(published, flags), resultOfReport(synced, flags)]
    })
  }
}

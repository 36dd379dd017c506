import type { FlowReport } from '@tideway/core'
import type { Command } from 'commander'
import type { Variables } from '../project/variables.ts'
import type { CommandIo } from './command-io.ts'
import { resultOfReport } from './command-result.ts'
import { commentPreview, type EnvironmentPreview } from './comment-preview.ts'
import { addWait, type DeliveryFlags, readWait } from './delivery-flags.ts'
import { addEnvironments, type EnvironmentFlags } from './environment-flags.ts'
import { previewEnvironment } from './preview-environment.ts'
import { publishEnvironment } from './publish-environment.ts'
import { findPullRequestBase } from './pull-request-base.ts'
import { findPullRequestNumber } from './pull-request-number.ts'
import { redact } from './redact.ts'
import { findRefusal, requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { selectEnvironments } from './select-environments.ts'
import { addList, addSharedFlags, baseRefHelp, parseCount } from './shared-flags.ts'
import { syncWhereBlocked } from './sync-where-blocked.ts'
import { usageError } from './usage-error.ts'

interface PublishFlags extends EnvironmentFlags, DeliveryFlags {
  readonly dryRun?: boolean
  readonly force?: boolean
  readonly unit?: readonly string[]
  readonly path?: readonly string[]
  readonly allowOlder?: boolean
  readonly unconditional?: boolean
  readonly purge?: boolean
  readonly maxChanged?: number
  readonly maxDeletes?: number
  readonly comment?: string | true
  readonly detailedExitcode?: boolean
  readonly failOnSyncDue?: boolean
}

/** Adds `tideway publish`. */
export function addPublishCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const command = program
    .command('publish')
    .description('bring what Git changed to ConfigHub; stop before the first write where both changed')
  addEnvironments(command, 'all')
  addList(command, '--unit <unit>', 'with --force: overwrite only in this unit, repeatable, a glob')
  addList(command, '--path <pointer>', 'with --force: overwrite only this field, repeatable, a glob')
  command
    .option('--dry-run', 'say what would be written, and write nothing')
    .option(
      '--comment [pull]',
      'with --dry-run: say so on a pull request (default: the one that CI runs for)',
    )
    .option('--force', 'overwrite ConfigHub’s changes; recorded, and every lost value is listed')
    .option('--base-ref <ref>', baseRefHelp)
    .option('--allow-older', 'go on although this commit has diverged from the newest one published')
    .option('--purge', 'remove the records of units that Git deleted, for good (default: empty them)')
    .option('--unconditional', 'write although the server offers no condition for a write')
    .option('--max-changed <n>', 'how many units may be updated (default: limits.updates)', parseCount)
    .option('--max-deletes <n>', 'how many resources may be deleted (default: limits.deletes)', parseCount)
    .option('--detailed-exitcode', 'exit with 2 where there are changes')
    .option('--fail-on-sync-due', 'exit with 3 where ConfigHub has changes that Git lacks')
  addWait(command)
  addSharedFlags(command).action((given: PublishFlags) => {
    const flags = { ...given, baseRef: given.baseRef ?? findPullRequestBase(io.variables) }
    return run(flags, (session) => runPublish(session, flags, io.variables))
  })
}

async function runPublish(session: Session, flags: PublishFlags, variables: Variables): Promise<void> {
  if (flags.force !== true && (flags.unit ?? flags.path) !== undefined) {
    throw usageError('--unit and --path say where to --force', 'pass --force too, or leave them out')
  }
  const pull = findCommented(flags, variables)
  const project = session.project()
  const previews: EnvironmentPreview[] = []
  const leftOut = findLeftOut(session, flags)
  const names = selectEnvironments(project, flags.env, 'all')
  for (const name of names) {
    await session.attempt(async () => {
      const why = leftOut.get(name)
      if (why !== undefined) return [resultOfReport(reportLeftOut(name, why), flags)]
      const environment = project.environment(name)
      const { allowOlder, unconditional, purge } = flags
      const facts = {
        limits: {
          updates: flags.maxChanged ?? environment.limits.updates,
          deletes: flags.maxDeletes ?? environment.limits.deletes,
        },
        force: flags.force === true ? { units: flags.unit, paths: flags.path } : undefined,
        allowOlder,
        unconditional,
        purge,
        wait: readWait(flags, session.call.signal),
      }
      if (flags.dryRun !== true) requireMode(environment, 'write', session.call.readOnly)
      const connected = project.connect(name, session.call)
      if (flags.dryRun !== true) {
        const report = await publishEnvironment(session, name, connected, facts)
        return syncWhereBlocked(session, name, () => connected, report, flags)
      }
      try {
        const report = await previewEnvironment(session, name, connected, facts, flags.baseRef)
        previews.push({ environment: name, report })
        return [resultOfReport(report, flags)]
      } catch (error) {
        previews.push({ environment: name, error })
        throw error
      }
    })
  }
  const [first] = names
  if (pull === undefined || first === undefined) return
  await session.attempt(async () => {
    const clean = (text: string) => redact(text, variables)
    const comment = { pull, environments: flags.env, previews, flags, redact: clean }
    await commentPreview(session, () => project.connect(first, session.call).git(), comment)
    return []
  })
}

function findCommented({ comment, dryRun }: PublishFlags, variables: Variables): string | undefined {
  if (comment === undefined) return undefined
  if (dryRun !== true) throw usageError('--comment says what would be published', 'pass --dry-run too')
  return findPullRequestNumber(comment, variables)
}

// Where nobody named an environment, those that may not be published are left out, and named.
function findLeftOut(session: Session, flags: PublishFlags): ReadonlyMap<string, string> {
  if (flags.env !== undefined || flags.dryRun === true) return new Map()
  const project = session.project()
  const names = Object.keys(project.environments)
  const refusals = names.flatMap((name) => {
    const refusal = findRefusal(project.environment(name), 'write', session.call.readOnly)
    return refusal === undefined ? [] : [[name, refusal] as const]
  })
  return new Map(refusals.length === names.length ? [] : refusals)
}

function reportLeftOut(environment: string, why: string): FlowReport {
  return {
    flow: 'publish',
    environment,
    sides: { left: 'git', right: 'confighub' },
    outcome: 'left-out',
    dryRun: false,
    summary: `left out, ${why}; --dry-run looks at it too`,
    units: [],
    unitCount: 0,
    syncDue: [],
    overwritten: [],
    notes: [],
  }
}

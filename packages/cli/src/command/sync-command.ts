import { type Command, Option } from 'commander'
import { resultOfReport } from './command-result.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from './environment-flags.ts'
import { requireMode } from './require-mode.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addSharedFlags } from './shared-flags.ts'
import { syncEnvironment } from './sync-environment.ts'

interface SyncFlags extends EnvironmentFlags {
  readonly dryRun?: boolean
  readonly allowOlder?: boolean
  readonly takeOver?: boolean
  readonly again?: boolean
  readonly backend?: 'api' | 'git'
  readonly detailedExitcode?: boolean
}

/** Adds `tideway sync`. */
export function addSyncCommand(program: Command, run: RunCommand): void {
  const command = program
    .command('sync')
    .description(
      'bring what ConfigHub changed to Git, as one pull request that is kept true, or one per group (sync.groupBy)',
    )
  addEnvironments(command, 'dev')
  command
    .option('--dry-run', 'say what would be proposed, and change nothing')
    .option('--take-over', 'replace commits that others made on the pull request’s branch')
    .option('--again', 'propose once more what people closed without merging it')
    .addOption(
      new Option('--backend <how>', 'how the branch is written: GitHub’s API, or git push to origin').choices(
        ['api', 'git'],
      ),
    )
    .option('--allow-older', 'go on although this commit has diverged from the newest one seen')
    .option('--detailed-exitcode', 'exit with 2 where there are changes')
  addSharedFlags(command).action((flags: SyncFlags) => run(flags, (session) => runSync(session, flags)))
}

async function runSync(session: Session, flags: SyncFlags): Promise<void> {
  await attemptEach(session, flags, 'dev', async (name, project) => {
    if (flags.dryRun !== true) requireMode(project.environment(name), 'propose', session.call.readOnly)
    const connected = project.connect(name, session.call, {}, flags.backend)
    const { dryRun, allowOlder, takeOver, again } = flags
    const report = await syncEnvironment(session, name, connected, { dryRun, allowOlder, takeOver, again })
    return [resultOfReport(report, flags)]
  })
}

import type { Command } from 'commander'
import { parseSince } from '../../policy/parse-since.ts'
import { replayEnvironment } from '../../policy/replay-environment.ts'
import { describeReplay } from '../../policy/replay-result.ts'
import { loadPolicy } from '../../project/load-policy.ts'
import type { CommandIo } from '../command-io.ts'
import { addEnvironments, attemptEach, type EnvironmentFlags } from '../environment-flags.ts'
import { exitCodes } from '../exit-code.ts'
import type { RunCommand } from '../run-command.ts'
import type { Session } from '../run-session.ts'
import { addSharedFlags } from '../shared-flags.ts'

interface ReplayFlags extends EnvironmentFlags {
  readonly policy?: string
  readonly since?: number
  readonly detailedExitcode?: boolean
}

/** Adds `tideway policy replay`. */
export function addPolicyReplay(policy: Command, run: RunCommand, io: CommandIo): void {
  const replay = policy
    .command('replay')
    .description('say what a changed policy would have decided on recorded history; writes nothing')
  addEnvironments(replay, 'all')
  replay
    .option('--policy <name>', 'a preset or policy file (default: the configured one, as it is now)')
    .option('--since <when>', 'how far back: 30d, 12h, 2w or a date (default: everything)', (word) =>
      parseSince(word, io.now()),
    )
    .option('--detailed-exitcode', 'exit with 2 where anything is decided otherwise')
  addSharedFlags(replay).action((flags: ReplayFlags) =>
    run(flags, (session) => runReplay(session, flags, io)),
  )
}

async function runReplay(session: Session, flags: ReplayFlags, io: CommandIo): Promise<void> {
  await attemptEach(session, flags, 'all', async (name, project) => {
    const policy = flags.policy === undefined ? project.policy(name) : loadPolicy(flags.policy, io.directory)
    const runs = await replayEnvironment(session, name, policy, flags.since)
    const { changed, ...result } = describeReplay(name, policy.name, runs)
    const code = flags.detailedExitcode === true && changed > 0 ? exitCodes.changes : exitCodes.done
    return [{ ...result, code }]
  })
}

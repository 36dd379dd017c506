import { Command, CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { addAdoptCommand } from './adopt-command.ts'
import { addApplyCommand } from './apply-command.ts'
import { addCaptureCommand } from './capture-command.ts'
import type { CommandIo } from './command-io.ts'
import { addCompareCommand } from './compare-command.ts'
import { addConfigCommand } from './config-command.ts'
import { addEmulateCommand } from './emulate-command.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { addHistoryCommand } from './history-command.ts'
import { addLockCommands } from './lock-command.ts'
import { addMergeCommand } from './merge-command.ts'
import { addNormalizeCommand } from './normalize-command.ts'
import { addPauseCommands } from './pause-command.ts'
import { addPolicyCommand } from './policy/policy-command.ts'
import { addPublishCommand } from './publish-command.ts'
import { addQuickstartCommand } from './quickstart-command.ts'
import { reportError } from './report-error.ts'
import { addRollbackCommand } from './rollback-command.ts'
import type { RunCommand } from './run-command.ts'
import { runSession } from './run-session.ts'
import { addSchemasCommand } from './schemas-command.ts'
import { addShowCommand } from './show-command.ts'
import { addStatusCommand } from './status-command.ts'
import { addSyncCommand } from './sync-command.ts'
import { usageError } from './usage-error.ts'

const help = `
A run is told by tideway.yaml, in this folder or where --config says, and by these variables:
  CONFIGHUB_URL                            the address of ConfigHub, unless tideway.yaml has it
  CONFIGHUB_WORKER_ID, CONFIGHUB_WORKER_SECRET
                                           who writes there (or CONFIGHUB_TOKEN)
  GITHUB_TOKEN (or GH_TOKEN)               for pull requests, and the archive that is kept beside them
  GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY (or GITHUB_APP_PRIVATE_KEY_FILE)
                                           the same as a GitHub App
  GITHUB_API_URL                           another GitHub than github.com
  KUBECONFIG                               the cluster, for capture and schemas; as kubectl reads it
  TIDEWAY_READ_ONLY                        anything but 0 and false: nothing is written anywhere
  NO_COLOR, CI                             no progress on the terminal

Exit codes:
  0   done, or nothing to do (a sync that opened a pull request is done)
  1   error
  2   changes found (with --detailed-exitcode)
  3   blocked or held: a person has to decide (or a sync is due, with --fail-on-sync-due)
  64  the command line makes no sense
  75  try again: a store is down or asks to wait, or somebody else was faster`

/** Runs the command `tideway` with the given words, and answers its exit code. Throws nothing. */
export async function runTideway(io: CommandIo): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  const run: RunCommand = async (flags, body) => {
    code = await runSession(flags, io, body)
  }
  const program = new Command('tideway')
    .description(
      'Bidirectional GitOps: changes flow between Git, ConfigHub and a live cluster, and none is lost.',
    )
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
    })
    .addHelpText('after', help)
  for (const add of [
    addStatusCommand,
    addPublishCommand,
    addShowCommand,
    addApplyCommand,
    addSyncCommand,
    addCaptureCommand,
    addCompareCommand,
    addMergeCommand,
    addNormalizeCommand,
    addSchemasCommand,
    addAdoptCommand,
    addLockCommands,
    addPauseCommands,
    addConfigCommand,
    addHistoryCommand,
    addRollbackCommand,
    addPolicyCommand,
    addEmulateCommand,
  ]) {
    add(program, run, io)
  }
  addQuickstartCommand(program, run, io, runTideway)
  try {
    await program.parseAsync(io.arguments, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    // Without a command the help was written already.
    if (error.code !== 'commander.help') refuse(error, io)
    return exitCodes.usage
  }
}

// The flags of a command are in its own help.
function helpOf({ code }: CommanderError, { arguments: [word = ''] }: CommandIo): string {
  const isCommand = code !== 'commander.unknownCommand' && /^[a-z]+$/.test(word)
  return isCommand ? `tideway ${word} --help` : 'tideway --help'
}

function refuse(error: CommanderError, io: CommandIo): void {
  const message = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/[.]$/, '')
  // The flags were not parsed, so whoever asked for JSON is found by the words.
  const isJson = /(?:^| )(?:-o|--output)[ =]?json(?: |$)/.test(io.arguments.join(' '))
  reportError(usageError(message, `see ${helpOf(error, io)}`), { output: isJson ? 'json' : 'text' }, io)
}

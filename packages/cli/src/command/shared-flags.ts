import { type Command, InvalidArgumentError, Option } from 'commander'

/** How a result is formatted; `document` is for a command that makes a file, and for no flag. */
export type OutputFormat = 'text' | 'json' | 'markdown' | 'document'

/** The flags that commands share; which of them one has is in its help. */
export interface SharedFlags {
  /** Default: what the ending of `out` says, `.json` or `.md`, else text. */
  readonly output?: OutputFormat | undefined
  readonly out?: string | undefined
  readonly verbose?: boolean | undefined
  readonly config?: string | undefined
  /** Where the configuration and the policies are read from; default: the folder. */
  readonly baseRef?: string | undefined
}

/** What `--base-ref` is for. */
export const baseRefHelp: string =
  'read configuration and policies from this commit or branch, so that a change does not judge itself ' +
  '(default: the base branch of the pull request that a CI runs for, else the folder)'

/** Adds the flags that every command with a result has. */
export function addSharedFlags(command: Command): Command {
  command
    .addOption(
      new Option('-o, --output <format>', 'format of the result').choices(['text', 'json', 'markdown']),
    )
    .option('--out <file>', 'write the result to a file; only the verdict goes to the terminal')
  return addVerboseFlag(addConfigFlag(command))
}

/** Adds the flag of a command that reads a project. */
export function addConfigFlag(command: Command): Command {
  return command.option('--config <file>', 'the configuration (default: tideway.yaml)')
}

/** Adds the flag that every command has. */
export function addVerboseFlag(command: Command): Command {
  return command.option('--verbose', 'say what the stores are asked, and where errors come from')
}

/** Adds a flag that may be repeated; without it, the value is undefined. */
export function addList(command: Command, flags: string, description: string): Command {
  return command.addOption(listOption(flags, description))
}

/** Adds a flag that has to be there and may be repeated. */
export function addRequiredList(command: Command, flags: string, description: string): Command {
  return command.addOption(listOption(flags, description).makeOptionMandatory())
}

function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((word: string, words: readonly string[] = []) => [
    ...words,
    word,
  ])
}

/** Reads a whole number, 0 or more. */
export function parseCount(word: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new InvalidArgumentError('expected 0 or more.')
  return Number(word)
}

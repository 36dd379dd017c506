import { type Command, Option } from 'commander'
import { resultOfMerge } from '../files/format-merge.ts'
import { mergeInputs } from '../files/merge-inputs.ts'
import { type InputFlags, pairInputs, readInputs } from '../files/pair-inputs.ts'
import { requireOut, writeMerged } from '../files/write-merged.ts'
import type { CommandIo } from './command-io.ts'
import { configuredNormalization } from './configured-normalization.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './run-session.ts'
import { addList, type SharedFlags } from './shared-flags.ts'
import { usageError } from './usage-error.ts'

interface MergeFlags extends InputFlags, Omit<SharedFlags, 'out'> {
  readonly take?: 'left' | 'right'
  readonly onto: 'left' | 'right'
  readonly out?: readonly string[]
}

/** Adds `tideway merge`. */
export function addMergeCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const command = program
    .command('merge')
    .description('merge files or folders field by field; a conflict blocks before anything is written')
  addList(command, '--base <path>', 'what both sides come from: a file or folder, repeatable')
  addList(command, '--left <path>', 'one side, repeatable')
  addList(command, '--right <path>', 'the other side, repeatable')
  addList(
    command,
    '--out <path>',
    'write the merged file or folder (default: a file to stdout, a folder not at all)',
  )
  command
    .addOption(new Option('--take <side>', 'decide every conflict for a side').choices(['left', 'right']))
    .addOption(
      new Option('--onto <side>', 'the side whose text is edited where both changed')
        .choices(['left', 'right'])
        .default('right'),
    )
    .addOption(
      new Option('-o, --output <format>', 'format of the report')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .option('--config <file>', 'take the rules of this configuration (default: the built-in ones)')
    .option('--verbose', 'say where errors come from')
    .action((flags: MergeFlags) => {
      const { out, ...shared } = flags
      return run(shared, (session) =>
        runMerge(session, { ...shared, ...(out === undefined ? {} : { out }) }, io),
      )
    })
}

async function runMerge(session: Session, flags: MergeFlags, io: CommandIo): Promise<void> {
  if (flags.base === undefined)
    throw usageError('a merge needs --base: without it, whatever differs is a conflict')
  const pairs = pairInputs(flags)
  if (flags.out !== undefined && flags.out.length !== pairs.length) {
    throw usageError('--out is given as often as --left and --right')
  }
  const normalization = configuredNormalization(session, flags)
  for (const [index, paths] of pairs.entries()) {
    await session.attempt(async () => {
      const inputs = readInputs(paths, io.directory)
      const given = flags.out?.[index]
      const out = given === undefined ? undefined : requireOut(inputs, given, io.directory)
      const { merge, report } = mergeInputs(inputs, { onto: flags.onto, take: flags.take, normalization })
      const result = resultOfMerge(report)
      if (report.outcome !== 'merged') return [result]
      if (out !== undefined) {
        writeMerged(merge, inputs, out)
        return [result]
      }
      if (inputs.kind === 'folder' || flags.output !== 'text') return [result]
      // The merged text is the result then, so that it can be piped on.
      io.stdout.write([...merge.texts.values()].join(''))
      session.tell(result.text.trimEnd())
      return []
    })
  }
}

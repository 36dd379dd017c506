import { resolve } from 'node:path'
import { TidewayError } from '@tideway/core'
import type { Command } from 'commander'
import type { RunTideway } from '../quickstart/stage.ts'
import type { CommandIo } from './command-io.ts'
import type { RunCommand } from './run-command.ts'
import { addVerboseFlag, type SharedFlags } from './shared-flags.ts'

interface QuickstartFlags extends SharedFlags {
  readonly keep?: string
}

/** Adds `tideway quickstart`. */
export function addQuickstartCommand(
  program: Command,
  run: RunCommand,
  io: CommandIo,
  runTideway: RunTideway,
): void {
  const command = program
    .command('quickstart')
    .description('play a week of changes against emulated stores on 127.0.0.1, and check every step')
    .option('--keep <folder>', 'keep the clone and the stores there (default: a temporary folder, removed)')
  addVerboseFlag(command).action((flags: QuickstartFlags) =>
    run(flags, () => playQuickstart(flags, io, runTideway)),
  )
}

async function playQuickstart(
  { keep }: QuickstartFlags,
  io: CommandIo,
  runTideway: RunTideway,
): Promise<void> {
  const { runQuickstart } = await import('../quickstart/run-quickstart.ts')
  const folder = keep === undefined ? undefined : resolve(io.directory, keep)
  if (await runQuickstart({ keep: folder, output: io.stdout, runTideway })) return
  throw new TidewayError({
    code: 'TIDEWAY_CLAIM_BROKEN',
    message: 'a claim of the story did not hold',
    next: 'report what was seen above',
  })
}

import type { Command } from 'commander'
import type { CommandIo } from './command-io.ts'
import { resultOfReport } from './command-result.ts'
import { exitCodes } from './exit-code.ts'
import { readReportFile } from './read-report-file.ts'
import type { RunCommand } from './run-command.ts'
import { addSharedFlags, type SharedFlags } from './shared-flags.ts'

/** Adds `tideway show`. */
export function addShowCommand(program: Command, run: RunCommand, io: CommandIo): void {
  const command = program
    .command('show')
    .description('show a plan or report that was written to a file')
    .argument('<file>', 'what a command wrote with --out FILE.json')
  addSharedFlags(command).action((file: string, flags: SharedFlags) =>
    run(flags, (session) =>
      session.attempt(async () =>
        // Showing is done, whatever is shown.
        readReportFile(file, io.directory).map((report) => ({
          ...resultOfReport(report, {}),
          code: exitCodes.done,
        })),
      ),
    ),
  )
}

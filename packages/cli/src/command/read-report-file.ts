import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type FlowReport, readReports } from '@tideway/core'
import { usageError } from './usage-error.ts'

/** Reads the reports that a command wrote with `-o json` to a file. Throws `TIDEWAY_USAGE` for anything else. */
export function readReportFile(file: string, directory: string): readonly FlowReport[] {
  const path = resolve(directory, file)
  if (!existsSync(path)) throw usageError(`there is no file ${file}`, 'check the path')
  return readReports(readFileSync(path, 'utf8'), file)
}

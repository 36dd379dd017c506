import type { FlowReport, UnitReport } from '@tideway/core'
import { readReportFile } from '../command/read-report-file.ts'
import { usageError } from '../command/usage-error.ts'

/** A unit of the first report in a file that has it; the file is what a command wrote with `-o json`. */
export function findReportedUnit(
  file: string,
  unit: string,
  directory: string,
): { readonly report: FlowReport; readonly unit: UnitReport } {
  const read = readReportFile(file, directory)
  for (const report of read) {
    const found = report.units.find((item) => item.unit === unit)
    if (found !== undefined) return { report, unit: found }
  }
  const names = [...new Set(read.flatMap((report) => report.units.map((item) => item.unit)))]
  throw usageError(`${file} says nothing of unit ${unit}`, `use one of: ${names.join(', ')}`)
}

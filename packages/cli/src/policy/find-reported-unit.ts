import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FlowReport, UnitReport } from '@tideway/core'
import { z } from 'zod'
import { usageError } from '../command/usage-error.ts'

const text = z.string().optional()
const reports = z.array(
  z.looseObject({
    flow: z.enum(['publish', 'sync', 'capture']),
    environment: z.string(),
    sides: z.object({ left: z.string(), right: z.string() }),
    units: z.array(
      z.looseObject({
        unit: z.string(),
        verdict: z.enum(['block', 'hold', 'write', 'leave']),
        fields: z.array(
          z.looseObject({
            resource: z.string().regex(/^[^/]+\/[^/]*\/./),
            path: z.string().regex(/^(\/|$)/),
            verdict: z.enum(['take', 'leave', 'hold', 'block']),
            rule: z.string(),
            base: text,
            left: text,
            right: text,
          }),
        ),
      }),
    ),
  }),
)

/** A unit of the first report in a file that has it; the file is what a command wrote with `-o json`. */
export function findReportedUnit(
  file: string,
  unit: string,
  directory: string,
): { readonly report: FlowReport; readonly unit: UnitReport } {
  const path = resolve(directory, file)
  if (!existsSync(path)) throw usageError(`there is no file ${file}`, 'check the path')
  const read = readReports(readFileSync(path, 'utf8'), file)
  for (const report of read) {
    const found = report.units.find((item) => item.unit === unit)
    if (found !== undefined) return { report, unit: found }
  }
  const names = [...new Set(read.flatMap((report) => report.units.map((item) => item.unit)))]
  throw usageError(`${file} says nothing of unit ${unit}`, `use one of: ${names.join(', ')}`)
}

function readReports(content: string, file: string): readonly FlowReport[] {
  const wrong = () =>
    usageError(`${file} is no report`, 'write one with: tideway compare -o json --out report.json')
  try {
    const value: unknown = JSON.parse(content)
    if (!isReports(value)) throw wrong()
    return value
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong()
    throw error
  }
}

function isReports(value: unknown): value is readonly FlowReport[] {
  return reports.safeParse(value).success
}

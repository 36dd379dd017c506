import type { FlowReport } from '@tideway/core'
import type { DecisionRow } from './decision-row.ts'
import type { TableUnits } from './table-units.ts'

/** One environment in which a row of the decision table is played. */
export interface TableWorld {
  /** Makes Git hold these units, and commits. */
  develop(units: TableUnits, subject: string): Promise<void>
  /** Makes ConfigHub hold these units, as an operator does. */
  operate(units: TableUnits): void
  befall(mishap: NonNullable<DecisionRow['mishap']>): Promise<void>
  sync(): Promise<FlowReport>
  publish(maxDeletes: number): Promise<FlowReport>
  /** What Git will hold once the open pull request is merged; undefined where none is open. */
  proposed(): Promise<TableUnits | undefined>
  confighub(): TableUnits
  /** A number that grows with every write to any store. */
  writes(): number
}

/** What the server does to units named `auto`: it sets a field that follows another one. */
export function setServerField(unit: string, text: string): string | undefined {
  const [, size] = /\n {2}size: "(\d+)"/.exec(text) ?? []
  if (unit !== 'auto' || size === undefined) return undefined
  const rest = text.replace(/\n {2}server: .*/, '').trimEnd()
  return `${rest}\n  server: "set-${size}"\n`
}

import type { Catalogue, Row } from './catalogue.ts'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'
import { resolveField } from './resolve-field.ts'

/** The values that a row is sorted by, the id last. */
export type RowKey = readonly (string | number)[]

/** An order of rows. */
export interface RowOrder {
  keyOf(row: Row): RowKey
  compare(left: RowKey, right: RowKey): number
}

/**
 * Reads `order_by`: rows are sorted by its fields, then by id. Without it the order says nothing of age.
 *
 * The syntax `Field`, `Field ASC`, `Field DESC`, joined by commas, is our reading: the server's is not
 * established, so a client does well to sort what it gets.
 */
export function createRowOrder(catalogue: Catalogue, orderBy: string): RowOrder {
  const sorted = orderBy === '' ? [] : orderBy.split(',').map((part) => parseKey(catalogue, part.trim()))
  const keys = [...sorted, { read: (row: Row) => row.entity[catalogue.id], sign: 1 }]
  return {
    keyOf: (row) => keys.map(({ read }) => toKey(read(row))),
    compare(left, right) {
      for (const [index, { sign }] of keys.entries()) {
        const difference = compareValues(left[index] ?? '', right[index] ?? '')
        if (difference !== 0) return difference * sign
      }
      return 0
    },
  }
}

function parseKey(catalogue: Catalogue, part: string): { read: (row: Row) => unknown; sign: number } {
  const parsed = /^(?<path>[A-Za-z][\w./-]*)(?:\s+(?<direction>asc|desc))?$/i.exec(part)?.groups
  if (!parsed) throw new Refusal(400, `Invalid order_by: '${part}'.`)
  const { kind, read } = resolveField(catalogue, parsed['path'] ?? '')
  if (kind === 'opaque' || kind === 'map') throw notModelled(`order_by ${parsed['path']}`)
  return { read, sign: parsed['direction']?.toLowerCase() === 'desc' ? -1 : 1 }
}

function toKey(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value ?? '')
}

function compareValues(left: string | number, right: string | number): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

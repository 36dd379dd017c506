import { isScalar, type Node } from 'yaml'
import type { Json } from '../model/json.ts'
import { quoteString, type ScalarPlace } from '../parse/format-scalar.ts'
import { formatFlow } from '../parse/format-value.ts'

/** Writes a value on one line, a string in the quotes of the value that it replaces where they can hold it. */
export function formatLike(value: Json, old: Node | undefined, place: ScalarPlace): string {
  if (typeof value !== 'string' || !isScalar(old)) return formatFlow(value, place)
  if (old.type === 'QUOTE_DOUBLE') return quoteString(value)
  const canBeSingle =
    quoteString(value).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\') === value
  if (old.type === 'QUOTE_SINGLE' && canBeSingle) return `'${value.replaceAll("'", "''")}'`
  return formatFlow(value, place)
}

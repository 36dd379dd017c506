import type { Json } from '../model/json.ts'
import { quoteString, type ScalarPlace } from '../parse/format-scalar.ts'
import { formatFlow } from '../parse/format-value.ts'

/**
 * Writes a value on one line, a string in the quotes of the value that it replaces where they can hold it; `quote` is
 * how that one begins, as far as it is quoted.
 */
export function formatLike(value: Json, quote: string | undefined, place: ScalarPlace): string {
  if (typeof value !== 'string') return formatFlow(value, place)
  if (quote === '"') return quoteString(value)
  const canBeSingle =
    quoteString(value).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\') === value
  if (quote === "'" && canBeSingle) return `'${value.replaceAll("'", "''")}'`
  return formatFlow(value, place)
}

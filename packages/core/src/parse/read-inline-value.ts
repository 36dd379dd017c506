import type { Json } from '../model/json.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'

/** A value that stands on one line. */
export interface InlineValue {
  readonly value: Json
}

// Indicators with which a plain scalar cannot begin, or with which something else than a scalar begins.
const indicators = new Set('-?:,[]{}#&*!|>\'"%@`<=')
const quoted = /^(?:"([^"\\]*)"|'([^']*)')(?: +#.*| *)$/
const empty = /^(\[\]|\{\})(?: +#.*| *)$/
const negative = /^-[0-9.]/

/**
 * Reads a value that is written on one line: a plain scalar, a quoted one without escapes, an empty list or map.
 * `text` begins with the value and may end with blanks and a comment. Undefined for everything else.
 */
export function readInlineValue(text: string): InlineValue | undefined {
  const first = text.charAt(0)
  if (first === '"' || first === "'") {
    const match = quoted.exec(text)
    return match === null ? undefined : { value: match[1] ?? match[2] ?? '' }
  }
  if (first === '[' || first === '{') {
    const match = empty.exec(text)
    return match === null ? undefined : { value: match[1] === '[]' ? [] : Object.create(null) }
  }
  if (indicators.has(first) && !negative.test(text)) return undefined
  const comment = text.indexOf(' #')
  const plain = (comment < 0 ? text : text.slice(0, comment)).replace(/ +$/, '')
  if (plain.includes(': ') || plain.endsWith(':')) return undefined
  const value = resolvePlainScalar(plain)
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : { value }
}

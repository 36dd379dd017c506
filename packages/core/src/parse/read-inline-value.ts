import type { Json } from '../model/json.ts'
import { findInlineEnd, isRestEmpty } from './find-inline-end.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'

/**
 * Reads a value that stands on one line, from `start` to `end` of a text: a plain scalar, a quoted one without
 * escapes, an empty list or map; blanks and a comment may follow. Undefined for everything else.
 */
export function readInlineValue(text: string, start: number, end: number): Json | undefined {
  const first = text.charAt(start)
  if (first === '[') return isEmptyPair(text, start, end, ']') ? [] : undefined
  if (first === '{') return isEmptyPair(text, start, end, '}') ? Object.create(null) : undefined
  const last = findInlineEnd(text, start, end)
  if (last < 0) return undefined
  if (first === '"' || first === "'") return text.slice(start + 1, last - 1)
  const value = resolvePlainScalar(text.slice(start, last))
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value
}

function isEmptyPair(text: string, start: number, end: number, closing: string): boolean {
  return text[start + 1] === closing && isRestEmpty(text, start + 2, end)
}

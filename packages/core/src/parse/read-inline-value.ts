import type { Json } from '../model/json.ts'
import { skipSpaces } from './line-cursor.ts'
import { resolvePlainScalar } from './resolve-plain-scalar.ts'

// Indicators with which a plain scalar cannot begin, or with which something else than a scalar begins.
const indicators = '-?:,[]{}#&*!|>\'"%@`<='
const negative = /^-[0-9.]/
const space = 0x20
const hash = 0x23
const colon = 0x3a

/**
 * Reads a value that stands on one line, from `start` to `end` of a text: a plain scalar, a quoted one without
 * escapes, an empty list or map; blanks and a comment may follow. Undefined for everything else.
 */
export function readInlineValue(text: string, start: number, end: number): Json | undefined {
  const first = text.charAt(start)
  if (first === '"' || first === "'") {
    const close = text.indexOf(first, start + 1)
    if (close < 0 || !isRestEmpty(text, close + 1, end)) return undefined
    const value = text.slice(start + 1, close)
    return first === '"' && value.includes('\\') ? undefined : value
  }
  if (first === '[') return isEmptyPair(text, start, end, ']') ? [] : undefined
  if (first === '{') return isEmptyPair(text, start, end, '}') ? Object.create(null) : undefined
  if (indicators.includes(first) && !negative.test(text.slice(start, end))) return undefined
  const plain = readPlain(text, start, end)
  const value = plain === undefined ? undefined : resolvePlainScalar(plain)
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value
}

// Undefined where a colon makes a key of it.
function readPlain(text: string, start: number, end: number): string | undefined {
  // Behind the last character that is no space.
  let last = start
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === space) continue
    if (code === hash && last < at) break
    if (code === colon && (at + 1 === end || text.charCodeAt(at + 1) === space)) return undefined
    last = at + 1
  }
  return text.slice(start, last)
}

function isEmptyPair(text: string, start: number, end: number, closing: string): boolean {
  return text[start + 1] === closing && isRestEmpty(text, start + 2, end)
}

function isRestEmpty(text: string, start: number, end: number): boolean {
  const rest = skipSpaces(text, start, end)
  return rest === end || (rest > start && text.charCodeAt(rest) === hash)
}

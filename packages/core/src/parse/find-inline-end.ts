import { skipSpaces } from './line-cursor.ts'

// Indicators with which a plain scalar cannot begin, or with which something else than a scalar begins.
const indicators = '-?:,[]{}#&*!|>\'"%@`<='
const negative = /^-[0-9.]/
const space = 0x20
const hash = 0x23
const colon = 0x3a

/**
 * The offset behind a scalar that stands on one line, from `start` on: a plain one, or a quoted one without escapes.
 * Only blanks and a comment may follow before `end`. -1 for everything else.
 */
export function findInlineEnd(text: string, start: number, end: number): number {
  const first = text.charAt(start)
  if (first === '"' || first === "'") return findQuotedEnd(text, start, end, first)
  if (indicators.includes(first) && !negative.test(text.slice(start, end))) return -1
  return findPlainEnd(text, start, end)
}

/** Tells whether nothing but blanks and a comment stands between two offsets. */
export function isRestEmpty(text: string, start: number, end: number): boolean {
  const rest = skipSpaces(text, start, end)
  return rest === end || (rest > start && text.charCodeAt(rest) === hash)
}

function findQuotedEnd(text: string, start: number, end: number, mark: string): number {
  const close = text.indexOf(mark, start + 1)
  if (close < 0 || !isRestEmpty(text, close + 1, end)) return -1
  return mark === '"' && text.slice(start, close).includes('\\') ? -1 : close + 1
}

// A colon that makes a key of the text leaves no scalar.
function findPlainEnd(text: string, start: number, end: number): number {
  let last = start
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === space) continue
    if (code === hash && last < at) break
    if (code === colon && (at + 1 === end || text.charCodeAt(at + 1) === space)) return -1
    last = at + 1
  }
  return last
}

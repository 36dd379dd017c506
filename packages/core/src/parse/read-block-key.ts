const space = 0x20
const quote = 0x22
const apostrophe = 0x27
const colon = 0x3a
const backslash = 0x5c

/**
 * The offset of the colon behind the key with which a line's content begins: a plain word, or a quoted text without
 * escapes. -1 where it begins otherwise.
 */
export function findKeyEnd(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start)
  const at = isQuote(first) ? skipQuoted(text, start + 1, end, first) : skipWord(text, start, end)
  if (at === start || at >= end || text.charCodeAt(at) !== colon) return -1
  return at + 1 === end || text.charCodeAt(at + 1) === space ? at : -1
}

/** The key that begins at `start`, before its colon. */
export function keyBefore(text: string, start: number, colon: number): string {
  return isQuote(text.charCodeAt(start)) ? text.slice(start + 1, colon - 1) : text.slice(start, colon)
}

function isQuote(code: number): boolean {
  return code === quote || code === apostrophe
}

function skipWord(text: string, start: number, end: number): number {
  if (!isFirstOfWord(text.charCodeAt(start))) return start
  let at = start + 1
  while (at < end && isInWord(text.charCodeAt(at))) at += 1
  return at
}

function skipQuoted(text: string, start: number, end: number, mark: number): number {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code === mark) return at + 1
    if (code === backslash && mark === quote) return end
  }
  return end
}

// Letters, `_` and `/`; inside also digits, `-` and `.`.
function isFirstOfWord(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x2f
}

function isInWord(code: number): boolean {
  return isFirstOfWord(code) || (code >= 0x2d && code <= 0x39)
}

/** One replacement in a text; offsets are those of the text before any replacement. */
export interface Splice {
  readonly start: number
  readonly end: number
  /** Line ends are written as the text's own. */
  readonly text: string
}

/** Makes replacements that do not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  let result = text
  for (const splice of splices.toSorted((left, right) => right.start - left.start || right.end - left.end)) {
    const inserted = splice.text.replace(/\r?\n/g, newline)
    result = result.slice(0, splice.start) + inserted + result.slice(splice.end)
  }
  return result
}

/** Inserts whole lines at the start of a line, or behind a last line that has no line end. */
export function insertLines(text: string, offset: number, lines: string): Splice {
  const isOpen = offset > 0 && text[offset - 1] !== '\n'
  return { start: offset, end: offset, text: isOpen ? `\n${lines}` : `${lines}\n` }
}

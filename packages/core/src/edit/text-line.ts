/** The offset at which the line of an offset begins, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  return start === 0 && text.startsWith('\u{feff}') ? Math.min(1, offset) : start
}

/** The column of an offset, from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

/** The offset behind the line end of the line in which a value ends; a value may hold its last line end itself. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end < 0 ? text.length : end + 1
}

/** Tells whether nothing but space stands before an offset in its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

/** The start of the comment lines right above a line, at the same column; the line's own start if there are none. */
export function headStart(text: string, offset: number): number {
  const column = columnOf(text, offset)
  let start = lineStart(text, offset)
  while (start > 0) {
    const above = lineStart(text, start - 1)
    const line = text.slice(above, start)
    if (line.search(/\S/) !== column || line[column] !== '#') break
    start = above
  }
  return start
}

/** The end of the comment lines that follow an offset and are indented by more than a column. */
export function tailEnd(text: string, offset: number, column: number): number {
  let end = offset
  let next = offset
  while (next < text.length) {
    const after = lineEnd(text, next + 1)
    const line = text.slice(next, after)
    const indent = line.search(/\S/)
    if (indent >= 0 && (indent <= column || line[indent] !== '#')) break
    if (indent >= 0) end = after
    next = after
  }
  return end
}

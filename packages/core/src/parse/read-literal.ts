/** A literal block scalar as read: its text, how many lines it takes, and where the line after them begins. */
export interface Literal {
  readonly value: string
  readonly lines: number
  readonly next: number
}

const space = 0x20

/**
 * Reads the lines of a literal block scalar (`|`, `|-`, `|+`) that begin at `start` and stand deeper than `indent`.
 * Undefined where its extent is not plain to see: leading blank lines, blanks that may be content, odd indentation,
 * a last line without a line feed.
 */
export function readLiteral(
  text: string,
  start: number,
  indent: number,
  chomping: string,
): Literal | undefined {
  const lines: string[] = []
  let depth = 0
  let last = 0
  let next = start
  while (next < text.length) {
    const feed = text.indexOf('\n', next)
    if (feed < 0) return undefined
    let content = next
    while (text.charCodeAt(content) === space) content += 1
    const margin = content - next
    const isBlank = content === feed
    if (!isBlank && margin <= indent) break
    if (depth === 0) depth = isBlank ? 0 : margin
    if (depth === 0 || (isBlank ? margin > depth : margin < depth)) return undefined
    lines.push(isBlank ? '' : text.slice(next + depth, feed))
    if (!isBlank) last = lines.length
    next = feed + 1
  }
  if (depth === 0) return undefined
  const body = lines.slice(0, last).join('\n')
  const ending = chomping === '-' ? '' : chomping === '+' ? '\n'.repeat(lines.length - last + 1) : '\n'
  return { value: body + ending, lines: lines.length, next }
}

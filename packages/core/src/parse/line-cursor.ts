/** The line of a text at which a reader stands; it holds more than blanks and a comment. */
export interface LineCursor {
  readonly text: string
  /** Counted from 1. */
  number: number
  /** How many characters stand before the content; -1 behind the last line. */
  indent: number
  /** Where the content begins, and where the line ends, its line feed left out. */
  content: number
  end: number
}

const space = 0x20
const hash = 0x23
const dash = 0x2d

/** Stands at the first line of a text. */
export function beginLines(text: string): LineCursor {
  const cursor: LineCursor = { text, number: 0, indent: -1, content: 0, end: -1 }
  nextLine(cursor)
  return cursor
}

/** Goes on to the next line; those that are blank or only a comment are passed over. */
export function nextLine(cursor: LineCursor): void {
  goToLine(cursor, cursor.end + 1, cursor.number + 1)
}

/** Goes to the line that begins at an offset, and is the given one, or to the first one behind it. */
export function goToLine(cursor: LineCursor, offset: number, number: number): void {
  const { text } = cursor
  let start = offset
  for (let line = number; start < text.length; line += 1) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    const content = skipSpaces(text, start, end)
    if (content < end && text.charCodeAt(content) !== hash) {
      cursor.number = line
      cursor.indent = content - start
      cursor.content = content
      cursor.end = end
      return
    }
    start = end + 1
  }
  cursor.indent = -1
  cursor.content = text.length
  cursor.end = text.length
}

/** Tells whether an item of a list begins where the line's content does, or at another offset of it. */
export function isItem({ text, content, end }: LineCursor, at: number = content): boolean {
  return text.charCodeAt(at) === dash && (at + 1 === end || text.charCodeAt(at + 1) === space)
}

/** The offset of the first character that is no space; `end` where there is none. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start
  while (at < end && text.charCodeAt(at) === space) at += 1
  return at
}

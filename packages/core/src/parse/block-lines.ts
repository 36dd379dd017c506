/** One line that holds more than blanks and a comment, by its place in the text. */
export interface BlockLine {
  /** Counted from 1. */
  readonly number: number
  /** How many spaces stand before the content. */
  readonly indent: number
  /** Where the line begins, and where it ends, its line feed left out. */
  readonly start: number
  readonly end: number
}

const space = 0x20
const hash = 0x23

/** Cuts a text into lines, and leaves out those that are blank or only a comment. */
export function cutBlockLines(text: string): readonly BlockLine[] {
  const lines: BlockLine[] = []
  let start = 0
  for (let number = 1; start < text.length; number += 1) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    let content = start
    while (content < end && text.charCodeAt(content) === space) content += 1
    if (content < end && text.charCodeAt(content) !== hash) {
      lines.push({ number, indent: content - start, start, end })
    }
    start = end + 1
  }
  return lines
}

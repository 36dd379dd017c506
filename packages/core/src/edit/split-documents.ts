import { Parser } from 'yaml'

/**
 * Cuts a text into pieces of one document each, together with its directives and separator; joined they are the
 * text again. What stands before the first document belongs to it.
 */
export function splitDocuments(text: string): readonly string[] {
  // Without a separator or directive at the start of a line there is one document.
  if (!/^(---|\.\.\.|%)/m.test(text)) return [text]
  const starts: number[] = []
  let hasDocument = false
  for (const token of new Parser().parse(text)) {
    const isStart = token.type === 'document' || token.type === 'directive'
    if (isStart && (hasDocument || starts.length === 0)) {
      starts.push(starts.length === 0 ? 0 : token.offset)
      hasDocument = false
    }
    if (token.type === 'document') hasDocument = true
  }
  if (starts.length === 0) return [text]
  return starts.map((start, index) => text.slice(start, starts[index + 1]))
}

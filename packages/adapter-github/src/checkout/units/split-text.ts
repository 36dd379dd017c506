/**
 * Cuts a YAML text at its `---` lines. Each part keeps every byte but its separator line; in YAML such a line is
 * a separator even inside a block text.
 */
export function splitText(text: string): readonly string[] {
  return text.split(/^---[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/m)
}

/** Puts documents behind one another, with separators where they are needed. */
export function joinTexts(texts: readonly string[]): string {
  const [first, ...rest] = texts
  if (rest.length === 0) return first ?? ''
  return texts
    .map((text, index) => {
      const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`
      return index === 0 || ended.startsWith('---') ? ended : `---\n${ended}`
    })
    .join('')
}

// A description may be a whole story; its beginning says what it is of.
const longestDescription = 80

/** What was said of something, in one line behind its name: `revision 7 “More memory”`; the name alone where nothing was. */
export function quoteBeginning(name: string, description: string | undefined): string {
  const [line = ''] = description?.trim().split('\n') ?? []
  if (line === '') return name
  const shown = line.length > longestDescription ? `${line.slice(0, longestDescription - 1)}…` : line
  return `${name} “${shown}”`
}

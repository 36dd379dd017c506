// A description may be a whole story; its beginning says which revision it is.
const longestDescription = 80

/** A revision for people, with what its author said of it: `revision 7 “More memory”`. */
export function describeRevision(revision: string, description: string | undefined): string {
  const [line = ''] = description?.trim().split('\n') ?? []
  if (line === '') return `revision ${revision}`
  const shown = line.length > longestDescription ? `${line.slice(0, longestDescription - 1)}…` : line
  return `revision ${revision} “${shown}”`
}

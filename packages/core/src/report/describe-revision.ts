import { quoteBeginning } from './quote-beginning.ts'

/** A revision for people, with what its author said of it: `revision 7 “More memory”`. */
export function describeRevision(revision: string, description: string | undefined): string {
  return quoteBeginning(`revision ${revision}`, description)
}

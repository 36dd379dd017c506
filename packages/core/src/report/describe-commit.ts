import type { CommitId } from '../contract/commits.ts'
import { quoteBeginning } from './quote-beginning.ts'

/** A commit for people, with its subject: `1a2b3c4d5e6f “More memory”`. */
export function describeCommit(commit: CommitId, subject: string | undefined): string {
  return quoteBeginning(commit.slice(0, 12), subject)
}

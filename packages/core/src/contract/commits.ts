import type { Call } from './call.ts'

/** A commit id; compared for equality, never interpreted. */
export type CommitId = string

/** How one commit stands to another, as far as the clone can tell. */
export type CommitRelation = 'same' | 'descends' | 'precedes' | 'diverged' | 'unknown'

/** One commit, for messages and descriptions. */
export interface Commit {
  readonly id: CommitId
  /** The first line of the commit message. */
  readonly subject: string
  readonly author: string
  /** ISO 8601. */
  readonly at: string
}

/** What one commit made of a unit. */
export interface UnitCommit {
  readonly commit: Commit
  /** The unit's rendered text in the commit's parent, and in the commit; empty where it had none. */
  readonly before: string
  readonly after: string
}

/** The history of the repository that an environment is rendered from. */
export interface Commits {
  /** The commit that the endpoint reads; the same for the endpoint's whole life. */
  head(call: Call): Promise<Commit>
  /** `commit` may be shortened to its first 12 digits. How it stands to `other`: `descends` when `other` is an ancestor of it. `unknown` in a shallow clone. */
  relation(commit: CommitId, other: CommitId, call: Call): Promise<CommitRelation>
  /**
   * What people may take for a part of the commit and is not, or is not yet everybody's, each in a sentence: changed
   * files, a commit that was not pushed. Absent where there can be none.
   */
  readonly caveats?: ((call: Call) => Promise<readonly string[]>) | undefined
  /**
   * The commits up to the endpoint's own that may have changed a unit, newest first, merges left out; at most `limit`.
   * Ends early where nobody can tell: at the edge of a shallow clone, and at a commit that cannot be rendered any more.
   * Each is rendered when it is asked for, so whoever knows enough stops asking.
   */
  readonly changesOf?: ((unit: string, limit: number, call: Call) => AsyncIterable<UnitCommit>) | undefined
}

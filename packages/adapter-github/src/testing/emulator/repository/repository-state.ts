/** How the commits of a pull request come to its base. */
export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** A pull request as the emulator keeps it; times are ISO 8601 in UTC, people are logins. */
export type Pull = {
  readonly number: number
  readonly id: number
  readonly title: string
  readonly body: string | null
  readonly draft: boolean
  readonly state: 'open' | 'closed'
  readonly author: string
  readonly headRef: string
  readonly headSha: string
  readonly baseRef: string
  /** The base commit that answers report. */
  readonly baseSha: string
  /** The base commit at which the emulator last looked. */
  readonly seenBase: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly closedAt: string | null
  readonly mergedAt: string | null
  readonly mergedBy: string | null
  readonly mergeCommitSha: string | null
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  readonly teamReviewers: readonly string[]
  /** How it merges itself once it may, and who asked for that; null: it does not. */
  readonly autoMerge: { readonly method: MergeMethod; readonly by: string } | null
  /** What became of requests for reviews, oldest first. */
  readonly reviewEvents: readonly ReviewEvent[]
}

/** Somebody was asked for a review, was asked no longer, or reviewed. */
export type ReviewEvent = {
  readonly event: 'review_requested' | 'review_request_removed' | 'reviewed'
  /** A login, or the slug of a team. */
  readonly who: string
  readonly isTeam: boolean
  readonly by: string
  readonly at: string
}

/** A comment in a pull request's conversation. */
export type Comment = {
  readonly id: number
  readonly number: number
  readonly author: string
  readonly body: string
  readonly createdAt: string
  readonly updatedAt: string
}

/** A label that the repository knows. */
export type Label = {
  readonly id: number
  readonly name: string
  readonly color: string
  readonly description: string | null
}

/** A status that somebody gave a commit. */
export type CommitStatus = {
  readonly id: number
  readonly sha: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
  readonly context: string
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: string
  readonly createdAt: string
}

/** Everything about a repository that is not in its Git objects and refs. */
export type RepositoryState = {
  readonly nextId: number
  readonly nextNumber: number
  readonly pulls: readonly Pull[]
  readonly comments: readonly Comment[]
  readonly labels: readonly Label[]
  readonly statuses: readonly CommitStatus[]
}

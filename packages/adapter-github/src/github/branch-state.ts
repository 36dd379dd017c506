/** A commit, as far as it matters whose it is and what it holds. */
export interface BranchCommit {
  readonly sha: string
  readonly tree: string
  readonly message: string
  readonly parents: readonly string[]
  readonly emails: readonly string[]
  /** The account that its author is, where that is known. */
  readonly login?: string | undefined
  /** Its author for people: a login, or a name. */
  readonly by: string
}

/** The proposal's branch beside the branch that it is for. */
export interface BranchState {
  readonly base: { readonly sha: string; readonly tree: string; readonly date: string }
  /** Undefined where the proposal's branch does not exist. */
  readonly tip: BranchTip | undefined
}

/** Where the proposal's branch is. */
export interface BranchTip {
  readonly sha: string
  /** The commits that the base does not have, oldest first. */
  readonly commits: readonly BranchCommit[]
  /** False where there are more of them than were read. */
  readonly complete: boolean
  /** True where the base has nothing that the branch lacks. */
  readonly upToDate: boolean
}

import type { BranchStore } from './branch-store.ts'
import type { GitHubApi } from './github-api.ts'
import type { ResolvedGitHubOptions } from './github-options.ts'
import type { RefStore } from './ref-store.ts'

/** A repository as GitHub's API gives access to it, and the proposal's branch in it. */
export interface ApiPlace {
  readonly api: GitHubApi
  readonly refs: RefStore
  readonly options: ResolvedGitHubOptions
  /** The branch that proposals are for. */
  readonly base: string
}

/** What every step of keeping a pull request works with. */
export interface Workplace extends ApiPlace {
  readonly branches: BranchStore
}

/** The full name of the proposal's branch. */
export function proposalRef({ options }: Pick<ApiPlace, 'options'>): string {
  return `refs/heads/${options.branch}`
}

import type { GitHubApi } from './github-api.ts'
import type { ResolvedGitHubOptions } from './github-options.ts'
import type { RefStore } from './ref-store.ts'

/** What every step of keeping a pull request works with. */
export interface Workplace {
  readonly api: GitHubApi
  readonly refs: RefStore
  readonly options: ResolvedGitHubOptions
  /** The branch that proposals are for. */
  readonly base: string
}

/** The full name of the proposal's branch. */
export function proposalRef(work: Workplace): string {
  return `refs/heads/${work.options.branch}`
}

import type { ResolvedGitProposalsOptions } from './git-proposals-options.ts'

/** The branch of one proposal on a Git server. */
export interface BranchPlace extends ResolvedGitProposalsOptions {
  readonly endpoint: string
  readonly base: string
  readonly branch: string
}

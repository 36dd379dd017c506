import { mergeTrees } from '../git/merge-commits.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import type { CommitStatus, Pull } from './repository-state.ts'

/** Whether an open pull request can be merged now, as GitHub's `mergeable_state` words it. */
export type MergeState = 'clean' | 'dirty' | 'blocked' | 'unstable' | 'draft'

/** The newest status of every context on a commit, newest first. */
export const latestStatuses = (repository: EmulatedRepository, sha: string): readonly CommitStatus[] => {
  const newest = repository.store
    .get()
    .statuses.filter((status) => status.sha === sha)
    .toReversed()
  return newest.filter((status, index) => newest.findIndex((one) => one.context === status.context) === index)
}

/** The required checks that have not passed on a commit. */
export const missingChecks = (repository: EmulatedRepository, sha: string): readonly string[] => {
  const passed = latestStatuses(repository, sha).filter(({ state }) => state === 'success')
  return repository.rules.requiredChecks.filter((name) => passed.every(({ context }) => context !== name))
}

/** What an open pull request is waiting for, if for anything. */
export const mergeStateOf = async (repository: EmulatedRepository, pull: Pull): Promise<MergeState> => {
  if (pull.draft) return 'draft'
  if ((await mergeTrees(repository.git, pull.seenBase, pull.headSha)) === undefined) return 'dirty'
  if (missingChecks(repository, pull.headSha).length > 0) return 'blocked'
  const isGreen = latestStatuses(repository, pull.headSha).every(({ state }) => state === 'success')
  return isGreen ? 'clean' : 'unstable'
}

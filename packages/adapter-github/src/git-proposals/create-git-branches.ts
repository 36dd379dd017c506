import type { Call, Proposal } from '@tideway/core'
import { listRemoteRefs } from '../git/list-remote-refs.ts'
import { openRemoteRef } from '../git-archive/remote-ref.ts'
import type { BranchStore } from '../github/branch-store.ts'
import type { GitHubAuthor } from '../github/github-options.ts'
import { readGitBranch } from './read-git-branch.ts'
import { readGitTree } from './read-git-tree.ts'
import { writeEdits } from './write-edits.ts'

/** Where a branch is written with the `git` command. */
export interface GitBranchPlace {
  readonly directory: string
  readonly remote: string
  readonly endpoint: string
  /** The branch that proposals are for. */
  readonly base: string
  readonly branch: string
  readonly author: GitHubAuthor
  /** Done once the branch is at the remote. */
  readonly afterWrite?: (commit: string, wanted: Proposal, call: Call) => Promise<void>
}

/**
 * The branch of a proposal, written by `git push` with a lease: on any server, and without the limits of an API.
 * The clone's work tree, index and branches are not touched.
 */
export function createGitBranches(place: GitBranchPlace): BranchStore {
  const { directory, remote, endpoint, base, branch, author } = place
  const git = { directory, endpoint }
  const kept = 'refs/tideway-proposals'
  const [tipRef, baseRef] = [`refs/heads/${branch}`, `refs/heads/${base}`]
  const tip = openRemoteRef(git, tipRef, remote, `${kept}/${branch}`)
  const main = openRemoteRef(git, baseRef, remote, `${kept}-base/${base}`)
  return {
    exists: async (call) => (await tip.read(call)) !== undefined,
    read: async (_, call) => {
      const found = await listRemoteRefs(git, remote, [baseRef, tipRef], call)
      const commits = { base: found.get(baseRef), tip: found.get(tipRef) }
      return readGitBranch({ ...git, base, main, tip }, commits, call)
    },
    readTree: (commit, _, call) => readGitTree(git, commit, call),
    write: async (state, planned, wanted, call) => {
      const commit = await writeEdits(git, state.base, planned, { message: wanted.message, author }, call)
      const moved = await tip.move(state.tip?.sha, commit, call)
      if (moved === 'lost-race') return moved
      await place.afterWrite?.(commit, wanted, call)
      return { commit, isNew: state.tip === undefined }
    },
    remove: (commit, call) => tip.move(commit, undefined, call),
  }
}

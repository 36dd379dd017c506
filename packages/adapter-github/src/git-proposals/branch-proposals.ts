import type { ProposalSink } from '@tideway/core'
import { groupPrefix, isEnvironmentBranch, nameGroupBranch, readGroups } from '../git/group-branches.ts'
import { listRemoteRefs } from '../git/list-remote-refs.ts'
import { refuseReadOnly } from '../git/refuse-read-only.ts'
import type { BranchTip } from '../github/branch-state.ts'
import type { BranchPlace } from './branch-place.ts'
import { createGitBranches } from './create-git-branches.ts'
import { findMerged, listMerged } from './find-merged.ts'
import { readTrailers } from './proposal-trailers.ts'
import { closeBranch, reconcileBranch } from './reconcile-branch.ts'

const heads = 'refs/heads/'

/** Keeps an environment's proposal as a branch, and beside it one for each of its groups. */
export function createBranchProposals(place: BranchPlace): ProposalSink {
  const git = { directory: place.directory, endpoint: place.endpoint }
  return {
    ...createSink(place),
    groups: {
      names: async (call) => {
        const pattern = `${heads}${groupPrefix(place.branch)}*`
        const refs = await listRemoteRefs(git, place.remote, [pattern], call)
        return readGroups(
          place.branch,
          [...refs.keys()].map((ref) => ref.slice(heads.length)),
        )
      },
      group: (name) => createSink({ ...place, branch: nameGroupBranch(place.branch, name, place.endpoint) }),
    },
  }
}

function createSink(place: BranchPlace): ProposalSink {
  const branches = createGitBranches(place)
  const git = { directory: place.directory, endpoint: place.endpoint }
  return {
    reconcile: async (wanted, call) => {
      refuseReadOnly(call, place.endpoint)
      return reconcileBranch(place, branches, wanted, call)
    },
    // A branch has no readers to be told why.
    close: async (_, call) => {
      refuseReadOnly(call, place.endpoint)
      return closeBranch(place, branches, call)
    },
    find: async (digest, call) => {
      const { base, tip } = await branches.read(true, call)
      const open = openTrailers(tip)
      if (open?.digest === digest) return open.id
      return (await findMerged(git, base.sha, { digest }, call))?.id
    },
    state: async (id, call) => {
      if (!/^[0-9a-f]{12}$/.test(id)) return { kind: 'unknown' }
      const { base, tip } = await branches.read(true, call)
      const merged = await findMerged(git, base.sha, { id }, call)
      if (merged !== undefined) return { kind: 'merged', commit: merged.commit, digest: merged.digest }
      const open = openTrailers(tip)
      // A branch that is gone may have been refused, or merged by a squash that does not quote it: nobody can tell.
      return open?.id === id ? { kind: 'open', digest: open.digest } : { kind: 'unknown' }
    },
    current: async (call) => {
      const { base, tip } = await branches.read(true, call)
      const found = openTrailers(tip)
      if (found === undefined) return undefined
      const { id, digest } = found
      return (await findMerged(git, base.sha, { id }, call)) === undefined ? { id, digest } : undefined
    },
    merged: async (since, call) => {
      const { base } = await branches.read(true, call)
      const listed = await listMerged(git, base.sha, since, call)
      return listed.flatMap(({ id, commit, digest, branch }) =>
        branch !== undefined && isEnvironmentBranch(place.branch, branch) ? [{ id, commit, digest }] : [],
      )
    },
  }
}

function openTrailers(tip: BranchTip | undefined): ReturnType<typeof readTrailers> {
  return readTrailers(tip?.commits[0]?.message ?? '')
}

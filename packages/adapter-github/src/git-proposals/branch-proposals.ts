import { AdapterError, type ProposalSink, TidewayError } from '@tideway/core'
import { environmentName } from '../git/environment-name.ts'
import { runGit } from '../git/run-git.ts'
import type { BranchTip } from '../github/branch-state.ts'
import type { BranchPlace } from './branch-place.ts'
import { createGitBranches } from './create-git-branches.ts'
import { findMerged, listMerged } from './find-merged.ts'
import { readTrailers } from './proposal-trailers.ts'
import { closeBranch, reconcileBranch } from './reconcile-branch.ts'

/** Keeps an environment's proposal as a branch, and beside it one for each of its groups. */
export function createBranchProposals(place: BranchPlace): ProposalSink {
  const prefix = `${place.branch}--`
  return {
    ...createSink(place),
    groups: {
      names: async (call) => {
        const pattern = `refs/heads/${prefix}*`
        const args = ['ls-remote', '--refs', '--', place.remote, pattern]
        const listed = await runGit(args, {
          directory: place.directory,
          endpoint: place.endpoint,
          signal: call.signal,
        })
        return listed
          .split('\n')
          .flatMap((line) => line.split('\t')[1] ?? [])
          .map((ref) => ref.slice(`refs/heads/${prefix}`.length))
          .filter((name) => environmentName.safeParse(name).success)
          .sort()
      },
      group: (name) => {
        if (!environmentName.safeParse(name).success) throw wrongGroup(place.endpoint, name)
        return createSink({ ...place, branch: `${prefix}${name}` })
      },
    },
  }
}

function createSink(place: BranchPlace): ProposalSink {
  const branches = createGitBranches(place)
  const git = { directory: place.directory, endpoint: place.endpoint }
  const isOurs = (branch: string | undefined) =>
    branch === place.branch || branch?.startsWith(`${place.branch}--`) === true
  return {
    reconcile: async (wanted, call) => {
      if (call.readOnly) throw readOnly(place.endpoint)
      return reconcileBranch(place, branches, wanted, call)
    },
    // A branch has no readers to be told why.
    close: async (_, call) => {
      if (call.readOnly) throw readOnly(place.endpoint)
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
        isOurs(branch) ? [{ id, commit, digest }] : [],
      )
    },
  }
}

function openTrailers(tip: BranchTip | undefined): ReturnType<typeof readTrailers> {
  return readTrailers(tip?.commits[0]?.message ?? '')
}

function wrongGroup(endpoint: string, name: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `the group ${JSON.stringify(name)} cannot name a branch`,
    next: 'group by something that holds letters, digits and . _ - only, and no --',
  })
}

function readOnly(endpoint: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_READ_ONLY',
    message: `${endpoint} would be written to, and this run may only read`,
    next: 'unset TIDEWAY_READ_ONLY, or set the environment’s mode to propose or write',
  })
}

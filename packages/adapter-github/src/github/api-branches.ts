import type { BranchStore } from './branch-store.ts'
import { readBranch } from './read-branch.ts'
import { readTree } from './repository-tree.ts'
import { type ApiPlace, proposalRef } from './workplace.ts'
import { writeBranch } from './write-branch.ts'

/** The branch of a proposal, read and written through GitHub's Git Data API. */
export function createApiBranches(place: ApiPlace): BranchStore {
  const { api, refs } = place
  const ref = proposalRef(place)
  return {
    exists: async (call) => (await refs.read(ref, call)) !== undefined,
    read: (exists, call) => readBranch(place, exists, call),
    readTree: (commit, isNeeded, call) => readTree(api, commit, isNeeded, call),
    write: (state, planned, wanted, call) => writeBranch(place, state, planned, wanted, call),
    remove: (commit, call) => refs.move(ref, commit, undefined, call),
  }
}

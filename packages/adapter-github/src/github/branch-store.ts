import type { Call, Proposal } from '@tideway/core'
import type { BranchState } from './branch-state.ts'
import type { PlannedTree } from './plan-edits.ts'
import type { RepositoryTree } from './repository-tree.ts'

/** A branch as this run wrote it. */
export interface WrittenBranch {
  readonly commit: string
  /** True where there was no such branch before. */
  readonly isNew: boolean
}

/** The branch of one proposal: how it is read, and how it is written with a lease. */
export interface BranchStore {
  exists(call: Call): Promise<boolean>
  /** Reads the branch beside its base; `exists` says whether it is known to be there. */
  read(exists: boolean, call: Call): Promise<BranchState>
  /** The files of a commit, of large repositories those that are needed; undefined where there is no such commit. */
  readTree(
    commit: string,
    isNeeded: (directory: string) => boolean,
    call: Call,
  ): Promise<RepositoryTree | undefined>
  /** Makes the branch one commit on its base, if it still is where `state` saw it. */
  write(
    state: BranchState,
    planned: PlannedTree,
    wanted: Proposal,
    call: Call,
  ): Promise<WrittenBranch | 'lost-race'>
  /** Deletes the branch if it still is at a commit. */
  remove(commit: string, call: Call): Promise<'moved' | 'lost-race'>
}

import { AdapterError, type Call, type Proposal } from '@tideway/core'
import type { BranchState } from './branch-state.ts'
import type { BranchStore } from './branch-store.ts'
import { checkPaths } from './check-paths.ts'
import { type PlannedTree, planEdits } from './plan-edits.ts'
import { findEntry, type RepositoryTree } from './repository-tree.ts'
import { directoriesAbove } from './tree-path.ts'

/** What a proposal is planned for. */
export interface PlanPlace {
  readonly branches: Pick<BranchStore, 'readTree'>
  readonly endpoint: string
  /** The branch that proposals are for. */
  readonly base: string
  readonly folder: string
  readonly allowWorkflows: boolean
}

/**
 * Works out the wanted tree on the tip of the base branch, without a write.
 * Throws an `AdapterError` of kind `lost-race` where an edited file has changed there since the proposal's base.
 */
export async function planTree(
  place: PlanPlace,
  wanted: Proposal,
  base: BranchState['base'],
  call: Call,
): Promise<PlannedTree> {
  const { branches, endpoint } = place
  const needed = new Set(wanted.files.flatMap(({ path }) => directoriesAbove(path)))
  const isNeeded = (directory: string) => needed.has(directory)
  const tree = await branches.readTree(base.sha, isNeeded, call)
  if (tree === undefined) throw missingCommit(endpoint, base.sha)
  checkPaths(wanted.files, tree, place)
  if (base.sha !== wanted.base) {
    const before = await branches.readTree(wanted.base, isNeeded, call)
    if (before === undefined) throw missingCommit(endpoint, wanted.base)
    const moved = wanted.files.find(({ path }) => differs(before, tree, path))
    if (moved !== undefined) throw changedMeanwhile(place, moved.path)
  }
  return planEdits(tree, wanted.files)
}

function differs(before: RepositoryTree, after: RepositoryTree, path: string): boolean {
  const [left, right] = [findEntry(before, path), findEntry(after, path)]
  return left?.sha !== right?.sha || left?.mode !== right?.mode
}

function missingCommit(endpoint: string, sha: string): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `the repository does not have the commit ${sha}`,
    next: 'push it, or run from a commit that is pushed',
  })
}

function changedMeanwhile({ endpoint, base }: PlanPlace, path: string): AdapterError {
  return new AdapterError({
    kind: 'lost-race',
    endpoint,
    message: `${path} has changed on ${base} since the commit that the proposal was made from`,
    next: `update the checkout to the tip of ${base}, and run again`,
  })
}

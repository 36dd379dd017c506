import { AdapterError, type Call, type Proposal } from '@tideway/core'
import type { BranchState } from './branch-state.ts'
import { checkPaths } from './check-paths.ts'
import { hashBlob } from './git-object-id.ts'
import { type FileChange, hashEditedTree } from './hash-edited-tree.ts'
import { findEntry, type RepositoryTree, readTree } from './repository-tree.ts'
import { directoriesAbove } from './tree-path.ts'
import type { UploadEntry } from './upload-tree.ts'
import type { Workplace } from './workplace.ts'

/** The tree that a proposal wants, and what has to be sent to make it of the base's tree. */
export interface PlannedTree {
  /** Undefined where nothing is left. */
  readonly sha: string | undefined
  readonly entries: readonly UploadEntry[]
}

/**
 * Works out the wanted tree on the tip of the base branch, without a write.
 * Throws an `AdapterError` of kind `lost-race` where an edited file has changed there since the proposal's base.
 */
export async function planTree(
  work: Workplace,
  wanted: Proposal,
  base: BranchState['base'],
  call: Call,
): Promise<PlannedTree> {
  const { api, options } = work
  const needed = new Set(wanted.files.flatMap(({ path }) => directoriesAbove(path)))
  const isNeeded = (directory: string) => needed.has(directory)
  const tree = await readTree(api, base.sha, isNeeded, call)
  if (tree === undefined) throw missingCommit(api.endpoint, base.sha)
  checkPaths(wanted.files, tree, { endpoint: api.endpoint, allowWorkflows: options.allowWorkflows })
  if (base.sha !== wanted.base) {
    const before = await readTree(api, wanted.base, isNeeded, call)
    if (before === undefined) throw missingCommit(api.endpoint, wanted.base)
    const moved = wanted.files.find(({ path }) => differs(before, tree, path))
    if (moved !== undefined) throw changedMeanwhile(work, moved.path)
  }
  const changes = new Map<string, FileChange>()
  const entries: UploadEntry[] = []
  for (const file of wanted.files) {
    const present = findEntry(tree, file.path)
    const mode = present?.mode ?? '100644'
    if (file.kind === 'write') {
      const sha = hashBlob(file.text)
      if (sha === present?.sha) continue
      changes.set(file.path, { mode, sha })
      entries.push({ path: file.path, mode, text: file.text })
    } else if (present !== undefined) {
      changes.set(file.path, undefined)
      entries.push({ path: file.path, mode, text: null })
    }
  }
  return { sha: hashEditedTree(tree, changes), entries }
}

function differs(before: RepositoryTree, after: RepositoryTree, path: string): boolean {
  const [left, right] = [findEntry(before, path), findEntry(after, path)]
  return left?.sha !== right?.sha || left?.mode !== right?.mode
}

function missingCommit(endpoint: string, sha: string): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `GitHub does not have the commit ${sha}`,
    next: 'push it, or run from a commit that is pushed',
  })
}

function changedMeanwhile(work: Workplace, path: string): AdapterError {
  return new AdapterError({
    kind: 'lost-race',
    endpoint: work.api.endpoint,
    message: `${path} has changed on ${work.base} since the commit that the proposal was made from`,
    next: `update the checkout to the tip of ${work.base}, and run again`,
  })
}

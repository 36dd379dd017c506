import type { FileEdit } from '@tideway/core'
import { hashBlob } from './git-object-id.ts'
import { type FileChange, hashEditedTree } from './hash-edited-tree.ts'
import { findEntry, type RepositoryTree } from './repository-tree.ts'
import type { UploadEntry } from './upload-tree.ts'

/** The tree that a proposal wants, and what has to be stored to make it of the base's tree. */
export interface PlannedTree {
  /** Undefined where nothing is left. */
  readonly sha: string | undefined
  readonly entries: readonly UploadEntry[]
}

/** What file edits make of a tree; a file keeps its mode, and one that has its text already is left out. */
export function planEdits(tree: RepositoryTree, files: readonly FileEdit[]): PlannedTree {
  const changes = new Map<string, FileChange>()
  const entries: UploadEntry[] = []
  for (const file of files) {
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

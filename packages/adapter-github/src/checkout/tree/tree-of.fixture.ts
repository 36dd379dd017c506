import { editTree } from './edit-tree.ts'
import type { FileTree } from './file-tree.ts'

const emptyTree: FileTree = {
  paths: [],
  has: () => false,
  read: async () => new Map(),
  bytes: async () => new Map(),
}

/** A tree that holds these texts by path. */
export function treeOf(files: Readonly<Record<string, string>>): FileTree {
  return editTree(emptyTree, new Map(Object.entries(files)))
}

import type { FileChanges, FileTree } from './file-tree.ts'

/** The tree as it is after some changes; the tree that was given stays as it is. */
export function editTree(tree: FileTree, changes: FileChanges): FileTree {
  const kept = tree.paths.filter((path) => !changes.has(path))
  const written = [...changes].flatMap(([path, text]) => (text === undefined ? [] : [path]))
  const paths = [...kept, ...written].sort()
  return {
    paths,
    has: (path) => (changes.has(path) ? changes.get(path) !== undefined : tree.has(path)),
    read: async (wanted) => {
      const texts = new Map(await tree.read(wanted.filter((path) => !changes.has(path))))
      for (const path of wanted) {
        const text = changes.get(path)
        if (text !== undefined) texts.set(path, text)
      }
      return texts
    },
  }
}

import type { FileChanges, FileTree } from './file-tree.ts'

const encoder = new TextEncoder()

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
    bytes: async (wanted) => {
      const bytes = new Map(await tree.bytes(wanted.filter((path) => !changes.has(path))))
      for (const path of wanted) {
        const text = changes.get(path)
        if (text !== undefined) bytes.set(path, encoder.encode(text))
      }
      return bytes
    },
  }
}

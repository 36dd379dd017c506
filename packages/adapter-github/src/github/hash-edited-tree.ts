import { directoryMode, hashTree, type TreeEntry } from './git-object-id.ts'
import type { RepositoryTree } from './repository-tree.ts'
import { joinPath } from './tree-path.ts'

/** A file that a tree is to have at a path, or undefined where there is to be none. */
export type FileChange = Pick<TreeEntry, 'mode' | 'sha'> | undefined

/** The id of a tree with some files changed; undefined for one that has become empty. Nothing is sent. */
export function hashEditedTree(
  tree: RepositoryTree,
  changes: ReadonlyMap<string, FileChange>,
): string | undefined {
  return hashDirectory(tree, '', changes)
}

function hashDirectory(
  tree: RepositoryTree,
  directory: string,
  changes: ReadonlyMap<string, FileChange>,
): string | undefined {
  const entries = new Map((tree.directories.get(directory) ?? []).map((entry) => [entry.name, entry]))
  const below = new Map<string, Map<string, FileChange>>()
  for (const [path, change] of changes) {
    const slash = path.indexOf('/')
    const name = slash < 0 ? path : path.slice(0, slash)
    if (slash >= 0) {
      const inside = below.get(name) ?? new Map<string, FileChange>()
      below.set(name, inside.set(path.slice(slash + 1), change))
    } else if (change === undefined) entries.delete(name)
    else entries.set(name, { name, ...change })
  }
  for (const [name, inside] of below) {
    const sha = hashDirectory(tree, joinPath(directory, name), inside)
    if (sha === undefined) entries.delete(name)
    else entries.set(name, { name, mode: directoryMode, sha })
  }
  return entries.size === 0 ? undefined : hashTree([...entries.values()])
}

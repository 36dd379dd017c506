import type { GitRepository } from './git-repository.ts'
import { entryType, readTree, type TreeEntry, writeTree } from './tree.ts'

/** What becomes of one path: an object with a mode, or nothing. */
export type TreeEdit = {
  readonly path: string
  readonly entry: { readonly mode: string; readonly oid: string } | null
}

/** Returns a tree's id after edits were applied; undefined where nothing is left in it. */
export const editTree = async (
  git: GitRepository,
  base: string | undefined,
  edits: readonly TreeEdit[],
): Promise<string | undefined> => {
  const entries = new Map<string, TreeEntry>()
  for (const entry of (base === undefined ? undefined : await readTree(git, base)) ?? [])
    entries.set(entry.name, entry)
  const below = new Map<string, TreeEdit[]>()
  for (const edit of edits) {
    const slash = edit.path.indexOf('/')
    const name = slash < 0 ? edit.path : edit.path.slice(0, slash)
    if (slash >= 0) {
      below.set(name, [...(below.get(name) ?? []), { ...edit, path: edit.path.slice(slash + 1) }])
    } else if (edit.entry === null) {
      entries.delete(name)
    } else {
      entries.set(name, { name, ...edit.entry })
    }
  }
  for (const [name, nested] of below) {
    const folder = entries.get(name)
    const from = folder !== undefined && entryType(folder) === 'tree' ? folder.oid : undefined
    const oid = await editTree(git, from, nested)
    if (oid !== undefined) entries.set(name, { name, mode: '40000', oid })
    else if (from !== undefined) entries.delete(name)
  }
  return entries.size === 0 ? undefined : writeTree(git, [...entries.values()])
}

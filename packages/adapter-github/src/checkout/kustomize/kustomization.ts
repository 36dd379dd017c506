import { getField, isJsonList, type Json, parseYaml, type Tree } from '@tideway/core'
import { type FileTree, readFile } from '../tree/file-tree.ts'

/** A kustomization as it is written; null where it cannot be read. */
export async function readKustomization(tree: FileTree, path: string): Promise<Json> {
  const parsed = parseYaml((await readFile(tree, path)) ?? '', { name: path })
  return parsed.kind === 'parsed' ? parsed.value : null
}

/** The entries of one of its lists. */
export function entriesOf(kustomization: Tree, list: string): readonly Json[] {
  const entries = getField(kustomization, [list])
  return isJsonList(entries) ? entries : []
}

/** A text of one of its entries, or undefined. */
export function textIn(entry: Json, key: string): string | undefined {
  const value = getField(entry, [key])
  return typeof value === 'string' ? value : undefined
}

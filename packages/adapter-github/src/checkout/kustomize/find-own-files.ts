import { TidewayError } from '@tideway/core'
import { type FileTree, readFile } from '../tree/file-tree.ts'
import { findKustomizeFiles, isKustomization, namedFiles } from './find-kustomize-files.ts'

/**
 * The files that a kustomization reaches and no other one does, but for those that build on it: what may be edited
 * where it stands. Kustomizations of no configured environment count too.
 */
export async function findOwnFiles(tree: FileTree, folder: string): Promise<ReadonlySet<string>> {
  const { root, files, kustomizations } = await findKustomizeFiles(tree, folder)
  const all = tree.paths.filter(isKustomization)
  const edges = new Map<string, Reached>()
  for (const path of all) edges.set(path, await reachedFrom(tree, path))
  const own = new Set(files)
  for (const path of all) {
    if (kustomizations.has(path)) continue
    const reached = follow(path, edges)
    if (!reached.has(root)) for (const file of reached) own.delete(file)
  }
  return own
}

interface Reached {
  readonly files: readonly string[]
  readonly kustomizations: readonly string[]
}

// One that cannot be read reaches nothing, and renders nothing either.
async function reachedFrom(tree: FileTree, path: string): Promise<Reached> {
  try {
    return namedFiles(tree, path, (await readFile(tree, path)) ?? '')
  } catch (error) {
    if (TidewayError.isInstance(error)) return { files: [], kustomizations: [] }
    throw error
  }
}

function follow(from: string, edges: ReadonlyMap<string, Reached>): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [from]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    const { files, kustomizations } = edges.get(path) ?? { files: [], kustomizations: [] }
    for (const file of files) reached.add(file)
    waiting.push(...kustomizations)
  }
  return reached
}

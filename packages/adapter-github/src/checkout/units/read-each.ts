import { AdapterError, TidewayError } from '@tideway/core'
import type { FileTree } from '../tree/file-tree.ts'
import type { RenderedFile } from './rendered-unit.ts'

/** Reads files that render to what they say; one that cannot be read fails alone. */
export async function readEach(tree: FileTree, paths: readonly string[]): Promise<readonly RenderedFile[]> {
  const texts = await readOrFail(tree, paths)
  if (!TidewayError.isInstance(texts)) {
    return [...texts].map(([path, text]) => ({ kind: 'rendered', path, text }))
  }
  if (AdapterError.isInstance(texts)) throw texts
  const [only] = paths
  if (only !== undefined && paths.length === 1) return [{ kind: 'failed', path: only, error: texts }]
  const files: RenderedFile[] = []
  for (const path of paths) files.push(...(await readEach(tree, [path])))
  return files
}

async function readOrFail(
  tree: FileTree,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string> | TidewayError> {
  try {
    return await tree.read(paths)
  } catch (error) {
    if (TidewayError.isInstance(error)) return error
    throw error
  }
}

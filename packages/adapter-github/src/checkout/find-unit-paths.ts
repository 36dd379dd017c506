import { findKustomizeFiles } from './kustomize/find-kustomize-files.ts'
import type { RenderSource } from './render-options.ts'
import type { FileTree } from './tree/file-tree.ts'
import type { RenderedUnit } from './units/rendered-unit.ts'

/**
 * The files and folders that a unit is rendered from, relative to the repository's root, or more than these; the
 * empty path is the whole repository. Of a unit that is not rendered any more it may have been any.
 */
export async function findUnitPaths(
  unit: RenderedUnit | undefined,
  sources: readonly RenderSource[],
  tree: FileTree,
): Promise<readonly string[]> {
  const paths = await Promise.all(sources.map((source) => pathsOf(source, unit, tree)))
  return [...new Set(paths.flat())].sort()
}

async function pathsOf(
  source: RenderSource,
  unit: RenderedUnit | undefined,
  tree: FileTree,
): Promise<readonly string[]> {
  const own = unit === undefined ? [folderOfGlob(source.path)] : unit.files
  switch (source.kind) {
    case 'files':
      return own
    case 'envsubst':
      return [...own, source.variables, ...(source.patch === undefined ? [] : [source.patch])]
    case 'kustomize':
      return [source.path, ...(await findKustomizeFiles(tree, source.path)).files]
    case 'helm':
      return [source.path, ...source.values]
    case 'command':
      return source.inputs.length === 0 ? [source.path] : source.inputs.map(folderOfGlob)
  }
}

/** What stands before the first wildcard, as far as it is whole folders; a path without any is itself. */
function folderOfGlob(path: string): string {
  const at = path.search(/[*?]/)
  return at < 0 ? path : path.slice(0, Math.max(0, path.lastIndexOf('/', at)))
}

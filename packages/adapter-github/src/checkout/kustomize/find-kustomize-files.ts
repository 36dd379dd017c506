import { posix } from 'node:path'
import { isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import { configMissing } from '../config-missing.ts'
import { renderFailed } from '../render-failed.ts'
import { type FileTree, readFile } from '../tree/file-tree.ts'

/** The names that kustomize looks for in a folder, in its order. */
const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** A kustomization and the files that it reaches. */
export interface KustomizeFiles {
  /** The kustomization of the folder itself. */
  readonly root: string
  /** All kustomizations, the root and those that it builds on. */
  readonly kustomizations: ReadonlySet<string>
  /** All files that they name, themselves included. */
  readonly files: ReadonlySet<string>
}

/**
 * Follows a kustomization to every file that it names. Throws a TidewayError for a resource that is not in the
 * tree, remote ones included: what is rendered must be what the commit holds.
 */
export async function findKustomizeFiles(tree: FileTree, folder: string): Promise<KustomizeFiles> {
  const kustomizations = new Set<string>()
  const files = new Set<string>()
  const root = kustomizationOf(tree, folder)
  if (root === undefined) {
    const next = 'check `path` in the environment’s `render`, and that the file is committed'
    throw configMissing(folder === '' ? '.' : folder, 'there is no kustomization.yaml', next)
  }
  const waiting = [root]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (kustomizations.has(path)) continue
    kustomizations.add(path)
    files.add(path)
    const named = namedFiles(tree, path, (await readFile(tree, path)) ?? '')
    for (const file of named.files) files.add(file)
    waiting.push(...named.kustomizations)
  }
  return { root, kustomizations, files }
}

function kustomizationOf(tree: FileTree, folder: string): string | undefined {
  return kustomizationNames.map((name) => posix.join(folder, name)).find((path) => tree.has(path))
}

/** Tells whether a path is that of a kustomization. */
export function isKustomization(path: string): boolean {
  return kustomizationNames.includes(posix.basename(path))
}

/** The files and kustomizations that one kustomization names itself; throws for one that is not in the tree. */
export function namedFiles(
  tree: FileTree,
  path: string,
  text: string,
): { readonly files: readonly string[]; readonly kustomizations: readonly string[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' })
  const [error] = document.errors
  if (error !== undefined) {
    const line = lines.linePos(error.pos[0]).line
    throw renderFailed({ path, line }, 'it is no YAML', 'correct that line')
  }
  const files: string[] = []
  const kustomizations: string[] = []
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || typeof node.value !== 'string') return
      // Generators name files as `key=path`.
      for (const name of [node.value, node.value.slice(node.value.indexOf('=') + 1)]) {
        if (name === '' || name.includes('\n')) continue
        const named = posix.join(posix.dirname(path), name).replace(/\/$/, '')
        const nested = kustomizationOf(tree, named === '.' ? '' : named)
        if (tree.has(named)) files.push(named)
        else if (nested !== undefined) kustomizations.push(nested)
      }
    },
  })
  for (const list of ['resources', 'bases', 'components']) {
    const items = document.get(list, true)
    for (const item of isSeq(items) ? items.items : []) {
      if (!isScalar(item) || typeof item.value !== 'string') continue
      const named = posix.join(posix.dirname(path), item.value).replace(/\/$/, '')
      if (tree.has(named) || kustomizationOf(tree, named === '.' ? '' : named) !== undefined) continue
      const line = lines.linePos(item.range?.[0] ?? 0).line
      const next = 'commit it, or vendor a remote base into the repository'
      throw renderFailed({ path, line }, `${item.value} is not in the repository`, next)
    }
  }
  return { files, kustomizations }
}

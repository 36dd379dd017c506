import { AdapterError, type FileEdit } from '@tideway/core'
import { directoryMode } from './git-object-id.ts'
import { findEntry, type RepositoryTree } from './repository-tree.ts'
import { directoriesAbove, joinPath, splitPath } from './tree-path.ts'

/**
 * Throws an `AdapterError` for a path that must not be written: outside of the folder, inside of `.git`, a
 * workflow (unless allowed), through a symbolic link or submodule, or one that differs from another only in case.
 */
export function checkPaths(
  files: readonly FileEdit[],
  tree: RepositoryTree,
  options: { readonly endpoint: string; readonly folder: string; readonly allowWorkflows: boolean },
): void {
  const refuse = (path: string, why: string): AdapterError =>
    new AdapterError({
      kind: 'invalid-request',
      endpoint: options.endpoint,
      message: `the path ${JSON.stringify(path)} cannot be proposed: ${why}`,
      next: 'correct the name that the path comes from',
    })
  const deleted = new Set(files.flatMap((file) => (file.kind === 'delete' ? [file.path] : [])))
  const spellings = new Map<string, string>()
  const seen = new Set<string>()
  for (const { kind, path } of files) {
    const isOutside = options.folder !== '' && !path.startsWith(`${options.folder}/`)
    const unsafe = isOutside
      ? `it is outside of ${options.folder}`
      : findUnsafePart(path, options.allowWorkflows)
    if (unsafe !== undefined) throw refuse(path, unsafe)
    if (seen.has(path)) throw refuse(path, 'it is edited twice')
    seen.add(path)
    if (kind === 'delete') continue
    for (const part of [...directoriesAbove(path), path]) {
      const twin = spellings.get(fold(part)) ?? findTwin(tree, part)
      if (twin !== undefined && twin !== part && !deleted.has(twin)) {
        throw refuse(path, `it differs from ${twin} only in case`)
      }
      spellings.set(fold(part), part)
      const entry = findEntry(tree, part)
      const isFile = part === path
      if (entry === undefined || deleted.has(part)) continue
      if (isFile ? !/^100/.test(entry.mode) : entry.mode !== directoryMode) {
        throw refuse(path, `${part} is no ${isFile ? 'plain file' : 'directory'}`)
      }
    }
  }
}

function findUnsafePart(path: string, allowWorkflows: boolean): string | undefined {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute'
  if ([...path].some((character) => character < ' ' || character === '\u007f' || character === '\\')) {
    return 'it has a control character or backslash'
  }
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'it has an empty, . or .. part'
    // Windows and macOS take some other spellings for .git (CVE-2014-9390).
    if (/^(\.git|git~\d+)[ .]*(:.*)?$/i.test(part.replaceAll(/\p{Cf}/gu, ''))) return 'it is inside of .git'
  }
  const isWorkflow = /^\.github\/workflows(\/|$)/.test(fold(path))
  return isWorkflow && !allowWorkflows ? 'workflows are not changed unless allowWorkflows is set' : undefined
}

function findTwin(tree: RepositoryTree, path: string): string | undefined {
  const { directory, name } = splitPath(path)
  const entries = tree.directories.get(directory) ?? []
  const twin = entries.find((entry) => entry.name !== name && fold(entry.name) === fold(name))
  return twin === undefined ? undefined : joinPath(directory, twin.name)
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

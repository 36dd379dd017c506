import { posix } from 'node:path'
import { configMissing } from '../config-missing.ts'
import type { FileTree } from './file-tree.ts'

/**
 * The files that a source's path names: a file itself, the files with one of the endings directly in a folder, or
 * what a glob matches. Throws a TidewayError for a folder that is not there at all: a misspelt path is not an empty
 * environment.
 */
export function selectFiles(tree: FileTree, path: string, endings: readonly string[]): readonly string[] {
  const found = tree.paths.filter((file) => isSelected(file, path, endings))
  const folder = isGlob(path) ? (path.match(/^([^*?]*)\//)?.[1] ?? '') : path
  const isThere = folder === '' || tree.paths.some((file) => file.startsWith(`${folder}/`))
  if (found.length > 0 || isThere) return tree.has(path) ? [path] : found
  throw configMissing(
    path,
    'it is not in the repository',
    'check `path` in the environment’s `render`, and that the files are committed',
  )
}

/** All files in a folder and below it; the empty folder is the whole repository. */
export function listFilesBelow(tree: FileTree, folder: string): readonly string[] {
  return folder === '' ? tree.paths : tree.paths.filter((file) => file.startsWith(`${folder}/`))
}

/** Tells whether a file would be among those that {@link selectFiles} finds, if it were there. */
export function isSelected(file: string, path: string, endings: readonly string[]): boolean {
  if (file === path) return true
  if (isGlob(path)) return matchesPath(path, file)
  return folderOf(file) === path && endings.some((ending) => file.endsWith(ending))
}

/** The folder into which a new file of the source goes; undefined where the source is a single file. */
export function folderForNewFile(tree: FileTree, path: string): string | undefined {
  if (isGlob(path)) {
    const folder = folderOf(path)
    return isGlob(folder) ? undefined : folder
  }
  return tree.has(path) ? undefined : path
}

/** Matches a path against a glob: `?` and `*` stand for characters but `/`, `**` for whole folders. */
export function matchesPath(glob: string, path: string): boolean {
  const pattern = glob
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => wildcards.get(part) ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('')
  return new RegExp(`^${pattern}$`, 's').test(path)
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
])

function folderOf(path: string): string {
  const folder = posix.dirname(path)
  return folder === '.' ? '' : folder
}

function isGlob(path: string): boolean {
  return /[*?]/.test(path)
}

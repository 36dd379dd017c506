import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import type { LoadFile } from './policy-cases.ts'

/** Reads a file by its absolute path; undefined where there is none. */
export type ReadText = (file: string) => string | undefined

// The file that a package means where only its name is given.
const packagePolicy = 'policy.yaml'
// A scoped or plain name, and a path below it without steps upwards.
const packageReference = /^((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(?:\/(.+))?$/

/**
 * Finds what policies and cases refer to: files, relative to the one that names them, and packages as Node would find
 * them from there, `@acme/policies` for its `policy.yaml` and `@acme/policies/strict.yaml` for another file of it.
 * Names are relative to `directory`. `read` is asked for files; packages are always those that are installed.
 */
export function createPolicyLoader(directory: string, read: ReadText = readPresentText): LoadFile {
  return (reference, from) => {
    const name = join(dirname(from), reference)
    const text = read(resolve(directory, name))
    if (text !== undefined) return { name: slashed(name), text }
    const file = findInPackage(reference, resolve(directory, from))
    if (file === undefined) return undefined
    return { name: slashed(relative(directory, file)), text: readFileSync(file, 'utf8') }
  }
}

/** Reads a file as it is now. */
export function readPresentText(file: string): string | undefined {
  return isFile(file) ? readFileSync(file, 'utf8') : undefined
}

function findInPackage(reference: string, from: string): string | undefined {
  const [, packageName, path = packagePolicy] = packageReference.exec(reference) ?? []
  if (packageName === undefined || posix.normalize(path) !== path || path.startsWith('..')) return undefined
  const folders = createRequire(from).resolve.paths(packageName) ?? []
  const found = folders.map((folder) => join(folder, packageName, path)).find(isFile)
  // One file has one name, however it is linked, so that a cycle is seen.
  return found === undefined ? undefined : realpathSync(found)
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile()
}

function slashed(name: string): string {
  return name.split(sep).join('/')
}

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a ref's own file says: an id, that there is no such ref, or that only Git can tell. */
export type LooseRef = { readonly kind: 'id'; readonly oid: string } | { readonly kind: 'absent' | 'ask' }

const absences = ['ENOENT', 'ENOTDIR', 'EISDIR']

/** Reads a ref by its full name without a process, where it is not packed: gitrepository-layout(5). */
export const readLooseRef = (directory: string, name: string): LooseRef => {
  try {
    const text = readFileSync(join(directory, name), 'utf8')
    return /^[0-9a-f]{40}\n$/.test(text) ? { kind: 'id', oid: text.trimEnd() } : { kind: 'ask' }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !absences.includes(String(error.code))) throw error
    // It may have been packed just now: looked at in this order, it is in one of the two.
    return { kind: existsSync(join(directory, 'packed-refs')) ? 'ask' : 'absent' }
  }
}

/** One movement of a ref to an object; `before` is where it must be: undefined for anywhere, null for nowhere. */
export type LooseMove = {
  readonly name: string
  readonly before: string | null | undefined
  readonly after: string
}

/**
 * Moves a ref without a process, by its own file and under its lock file, as Git does: gitrepository-layout(5).
 * Answers `ask`, with nothing changed, where only Git can do it.
 */
export const moveLooseRef = (
  directory: string,
  { name, before, after }: LooseMove,
): 'updated' | 'moved' | 'ask' => {
  const path = join(directory, name)
  const lock = `${path}.lock`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(lock, `${after}\n`, { flag: 'wx' })
  } catch {
    // Somebody else holds the lock, or another ref is where a folder is to be.
    return 'ask'
  }
  const release = (outcome: 'moved' | 'ask') => {
    rmSync(lock)
    return outcome
  }
  try {
    const now = readLooseRef(directory, name)
    if (now.kind === 'ask') return release('ask')
    if (before !== undefined && before !== (now.kind === 'id' ? now.oid : null)) return release('moved')
    renameSync(lock, path)
    return 'updated'
  } catch {
    // There may be refs below this one.
    return release('ask')
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

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

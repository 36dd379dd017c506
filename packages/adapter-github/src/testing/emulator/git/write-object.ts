import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'

/** The kinds of object that the emulator writes. */
export type ObjectType = 'blob' | 'tree' | 'commit'

/**
 * Stores an object in a bare repository and returns its id.
 * It is written as a loose object directly, since a request may carry hundreds and a process for each is slow, and in
 * one go, so that equal ones are written once; waiting for a thread would take longer than the work.
 * Format: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export const writeObject = (directory: string, type: ObjectType, content: Uint8Array): string => {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])
  const oid = createHash('sha1').update(bytes).digest('hex')
  const folder = join(directory, 'objects', oid.slice(0, 2))
  const path = join(folder, oid.slice(2))
  if (existsSync(path)) return oid
  const temporary = join(directory, 'objects', `tmp_obj_${randomUUID()}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(temporary, deflateSync(bytes, { level: 1 }), { mode: 0o444 })
  renameSync(temporary, path)
  return oid
}

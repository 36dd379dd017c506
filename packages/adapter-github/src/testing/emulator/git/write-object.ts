import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'

/** The kinds of object that the emulator writes. */
export type ObjectType = 'blob' | 'tree' | 'commit'

/**
 * Stores an object in a bare repository and returns its id.
 * It is written as a loose object directly, since a request may carry hundreds and a process for each is slow;
 * format: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export const writeObject = async (
  directory: string,
  type: ObjectType,
  content: Uint8Array,
): Promise<string> => {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])
  const oid = createHash('sha1').update(bytes).digest('hex')
  const folder = join(directory, 'objects', oid.slice(0, 2))
  const path = join(folder, oid.slice(2))
  if (existsSync(path)) return oid
  const temporary = join(directory, 'objects', `tmp_obj_${randomUUID()}`)
  await mkdir(folder, { recursive: true })
  await writeFile(temporary, deflateSync(bytes, { level: 1 }), { mode: 0o444 })
  await rename(temporary, path)
  return oid
}

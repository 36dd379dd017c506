import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Files } from './commit-files.ts'

/** Every file below a folder with its mode, but for what `.git` holds. */
export const readFolder = async (folder: string): Promise<Files> => {
  const files: Record<string, { content: Uint8Array; mode: string }> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const segments = relative(folder, path).split(sep)
    if (!entry.isFile() || segments[0] === '.git') continue
    const mode = ((await stat(path)).mode & 0o111) === 0 ? '100644' : '100755'
    files[segments.join('/')] = { content: await readFile(path), mode }
  }
  return files
}

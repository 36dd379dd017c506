import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const fetched = fileURLToPath(new URL('../.tools/bin', import.meta.url))

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of a program: what `npm run tools` fetched first, then PATH; undefined when it is in neither. */
export function findBinary(name: string): string | undefined {
  const folders = [fetched, ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

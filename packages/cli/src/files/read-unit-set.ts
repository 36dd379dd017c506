import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { TidewayError, type UnitSet } from '@tideway/core'

/** A file or folder of units as it was read. */
export interface ReadUnitSet extends UnitSet {
  readonly kind: 'file' | 'folder'
}

const unitFiles = /\.(ya?ml|json)$/i

/**
 * Reads units from a file or a folder. A file is one unit of the given name; in a folder every `.yaml`, `.yml` and
 * `.json` file is one, named by its path in the folder, with `/` between. Hidden files and folders, and links to
 * folders, are left out. What is not UTF-8 is unreadable.
 */
export function readUnitSet(path: string, nameOfFile: string = basename(path)): ReadUnitSet {
  if (statSync(path).isDirectory()) {
    return {
      kind: 'folder',
      ...readAll(listFiles(path, '').map((name) => [name, join(path, name)] as const)),
    }
  }
  return { kind: 'file', ...readAll([[nameOfFile, path]]) }
}

function listFiles(root: string, below: string): readonly string[] {
  const entries = readdirSync(join(root, below), { withFileTypes: true })
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) return listFiles(root, name)
      return unitFiles.test(name) && statSync(join(root, name)).isFile() ? [name] : []
    })
}

function readAll(files: readonly (readonly [unit: string, path: string])[]): UnitSet {
  const texts = new Map<string, string>()
  const unreadable = new Map<string, TidewayError>()
  for (const [unit, path] of files) {
    const text = decode(readFileSync(path))
    if (text !== undefined) texts.set(unit, text)
    else unreadable.set(unit, notUtf8(path))
  }
  return { texts, unreadable }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function notUtf8(path: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_UNREADABLE',
    message: `${path} is not UTF-8`,
    next: 'save it as UTF-8; unreadable is never taken for absent',
  })
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JsonObject } from './json.ts'
import { readMetadata } from './object-metadata.ts'

/** Keeps a store's objects in a directory, one JSON file each; the history of changes is not kept. */
export interface StoreDirectory {
  readonly load: () => {
    readonly revision: number
    readonly objects: readonly { readonly resource: string; readonly object: JsonObject }[]
  }
  readonly save: (resource: string, object: JsonObject, deleted: boolean, revision: number) => void
}

export function openStoreDirectory(path: string): StoreDirectory {
  const objectsPath = join(path, 'objects')
  const revisionPath = join(path, 'revision.json')
  mkdirSync(objectsPath, { recursive: true })
  return {
    load: () => {
      const entries = readdirSync(objectsPath, { recursive: true, withFileTypes: true })
      const objects = entries
        .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
        .map((entry) => ({
          resource: entry.parentPath.slice(objectsPath.length + 1).split(/[\\/]/)[0] ?? '',
          object: readJson(join(entry.parentPath, entry.name)) ?? {},
        }))
      const saved = readJson(revisionPath)?.['revision']
      return { revision: typeof saved === 'number' ? saved : 1, objects }
    },
    save: (resource, object, deleted, revision) => {
      const { namespace, name } = readMetadata(object)
      // A namespace never begins with an underscore, and names were checked before: they are safe in a path.
      const file = join(objectsPath, resource, namespace ?? '_cluster', `${name}.json`)
      // The counter first: after a crash between the two, no revision is given twice.
      writeWhole(revisionPath, { revision })
      if (deleted) rmSync(file, { force: true })
      else writeWhole(file, object)
    },
  }
}

function readJson(path: string): JsonObject | undefined {
  try {
    const value: JsonObject = JSON.parse(readFileSync(path, 'utf8'))
    return value
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function writeWhole(path: string, value: JsonObject): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.tmp`, JSON.stringify(value, undefined, 2))
  renameSync(`${path}.tmp`, path)
}

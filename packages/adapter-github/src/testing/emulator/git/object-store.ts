import { createObjectReader, type GitObject, type ObjectReader } from './object-reader.ts'
import { type ObjectType, writeObject } from './write-object.ts'

/** The objects of a repository. Those that it has come by stay known, since an id always stands for the same. */
export type ObjectStore = ObjectReader & {
  /** Stores an object and returns its id. */
  write(type: ObjectType, content: Uint8Array): Promise<string>
}

// Commits, trees and manifests; what is larger is read again.
const mostBytes = 64 * 1024

export const createObjectStore = (directory: string): ObjectStore => {
  const reader = createObjectReader(directory)
  const known = new Map<string, GitObject>()
  const keep = (object: GitObject) => {
    if (object.size <= mostBytes) known.set(object.oid, object)
    return object
  }
  return {
    info: async (name) => known.get(name) ?? reader.info(name),
    contents: async (oid) => {
      const object = known.get(oid) ?? (await reader.contents(oid))
      return object === undefined ? undefined : keep(object)
    },
    write: async (type, content) => {
      const oid = writeObject(directory, type, content)
      keep({ oid, type, size: content.length, content: Buffer.from(content) })
      return oid
    },
    close: () => reader.close(),
  }
}

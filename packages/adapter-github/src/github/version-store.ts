/** An answer that was read once, with the tag that asks whether it still holds. */
export interface KnownVersion {
  readonly etag: string
  readonly data: unknown
}

/** Remembers the newest answers, so that reading the same again is free where nothing has changed. */
export interface VersionStore {
  find(key: string): KnownVersion | undefined
  keep(key: string, version: KnownVersion): void
}

// Refs and lists are asked for again and again, and there are few of them; what is large is read once.
const mostVersions = 50

/** Makes a store that forgets what was not read for longest. */
export function createVersionStore(): VersionStore {
  const versions = new Map<string, KnownVersion>()
  return {
    find: (key) => versions.get(key),
    keep: (key, version) => {
      versions.delete(key)
      versions.set(key, version)
      const [oldest] = versions.keys()
      if (versions.size > mostVersions && oldest !== undefined) versions.delete(oldest)
    },
  }
}

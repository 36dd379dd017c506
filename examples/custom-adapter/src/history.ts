import { type Call, classifyRevision, type History } from '@tideway/core'
import type { Entry, EtcdClient } from './etcd-client.ts'
import { folder, storedUnit } from './source.ts'

/** Walks from each revision of a unit to the one before it, as far as etcd has not compacted them. */
export function createHistory(client: EtcdClient): History {
  return {
    async *revisions(ref, call) {
      for await (const entry of walkBack(client, folder + ref.unit, call)) {
        const { text, description, at } = client.parse(entry, storedUnit)
        const kind = classifyRevision({ description, authorIsServer: false })
        yield { revision: entry.mod_revision, author: { kind }, description, at, digest: call.sha256(text) }
      }
    },
    async contentAt(ref, revision, call) {
      const entry = await client.get(folder + ref.unit, call, revision)
      if (entry?.mod_revision === revision) return client.parse(entry, storedUnit).text
      throw client.error('not-found', `unit ${ref.unit} has no revision ${revision}`)
    },
  }
}

/** The states of a key, newest first, until it was made or etcd has forgotten. */
export async function* walkBack(client: EtcdClient, key: string, call: Call): AsyncIterable<Entry> {
  for (let entry = await client.get(key, call); entry !== undefined; ) {
    yield entry
    entry = await client.get(key, call, String(BigInt(entry.mod_revision) - 1n))
  }
}

import type { Adapter } from '@tideway/core'
import { createArchive } from './archive.ts'
import { createEtcdClient, type EtcdOptions } from './etcd-client.ts'
import { createHistory } from './history.ts'
import { createSink } from './sink.ts'
import { createSource } from './source.ts'

/**
 * Connects etcd as a store of units: Source, Sink, History and Archive below one prefix, over the JSON gateway of its
 * v3 API. A unit's revision is its `mod_revision`, and every write is a transaction on it. What etcd has compacted is
 * no longer in the history. A unit and an archive may have 1.5 MiB, etcd's default limit for a request.
 *
 * @example
 * const endpoint = await createEtcd({ url: 'http://127.0.0.1:2379', prefix: '/tideway/prod' }).connect(call)
 */
export function createEtcd(options: EtcdOptions): Adapter {
  return {
    async connect() {
      const client = createEtcdClient(options)
      return {
        specVersion: 1,
        name: client.name,
        capabilities: { conditionalWrites: true, annotations: false, withdraw: true, purge: true },
        source: createSource(client),
        sink: createSink(client),
        history: createHistory(client),
        archive: createArchive(client),
        close: async () => {},
      }
    },
  }
}

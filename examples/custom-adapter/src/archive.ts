import type { Archive } from '@tideway/core'
import { z } from 'zod'
import type { EtcdClient } from './etcd-client.ts'
import { walkBack } from './history.ts'

const key = '/archive'
const form = z.object({ files: z.record(z.string(), z.string()), message: z.string(), at: z.string() })

/** Keeps an archive under one key, so that a save is all or nothing; etcd's `version` counts the saves. */
export function createArchive(client: EtcdClient): Archive {
  return {
    async load(call) {
      const entry = await client.get(key, call)
      if (entry === undefined) return undefined
      const { files } = client.parse(entry, form)
      return { token: entry.mod_revision, saves: Number(entry.version), files }
    },
    token: async (call) => (await client.get(key, call))?.mod_revision,
    async save(files, expected, message, call) {
      const token = await client.replace(key, expected ?? '0', { files, message }, call)
      return token === undefined ? { kind: 'lost-race' } : { kind: 'saved', token }
    },
    history: {
      async *saves(call) {
        for await (const entry of walkBack(client, key, call)) {
          const { message, at } = client.parse(entry, form)
          yield { token: entry.mod_revision, message, at }
        }
      },
      async filesAt(token, call) {
        const entry = await client.get(key, call, token)
        if (entry?.mod_revision === token) return client.parse(entry, form).files
        throw client.error('not-found', `there is no save ${token}`)
      },
    },
  }
}

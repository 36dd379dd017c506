import { AdapterError, type Call, type Source } from '@tideway/core'
import { z } from 'zod'
import type { Entry, EtcdClient } from './etcd-client.ts'

/** The folder of all units. */
export const folder = '/units/'

/** What a unit's key holds; an empty text is a unit that was withdrawn. */
export const storedUnit: z.ZodType<{ text: string; description: string; at: string }> = z.object({
  text: z.string(),
  description: z.string(),
  at: z.string(),
})

/** Reads units; one that is withdrawn has an empty text. */
export function createSource(client: EtcdClient): Source {
  const read = (unit: string, entry: Entry, call: Call) => {
    const ref = { unit }
    try {
      const { text } = client.parse(entry, storedUnit)
      const found = { ref, revision: entry.mod_revision, digest: call.sha256(text) }
      return { kind: 'unit', head: { ...found, labels: {}, annotations: {} }, text } as const
    } catch (error) {
      if (!AdapterError.isInstance(error)) throw error
      return { kind: 'unreadable', ref, error } as const
    }
  }
  return {
    async *list(query, call) {
      for await (const entry of client.list(folder, call)) {
        const unit = entry.key.split(folder).at(-1) ?? ''
        if (query.units?.includes(unit) !== false) yield read(unit, entry, call)
      }
      yield { kind: 'complete' }
    },
    async *read(refs, call) {
      for (const ref of refs) {
        const entry = await client.get(folder + ref.unit, call)
        yield entry === undefined ? { kind: 'absent', ref } : read(ref.unit, entry, call)
      }
    },
  }
}

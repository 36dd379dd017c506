import { AdapterError, type Call, type Sink, type UnitWrite, type WriteOutcome } from '@tideway/core'
import type { EtcdClient } from './etcd-client.ts'
import { folder, storedUnit } from './source.ts'

const unitName = /^[A-Za-z0-9][-._A-Za-z0-9]*$/

/** Writes units, one transaction each, on condition of the revision that was read. */
export function createSink(client: EtcdClient): Sink {
  return {
    async *write(writes, call) {
      for (const write of writes) yield { key: write.key, ...(await writeOne(client, write, call)) }
    },
  }
}

type Outcome = Omit<WriteOutcome, 'key'>

async function writeOne(client: EtcdClient, write: UnitWrite, call: Call): Promise<Outcome> {
  let isSent = false
  try {
    const { unit } = write.ref
    if (!unitName.test(unit)) throw client.error('invalid-request', 'this is no unit name')
    const annotations = 'annotations' in write ? write.annotations : undefined
    if (annotations) throw client.error('unsupported', 'etcd keeps no annotations')
    const entry = await client.get(folder + unit, call)
    const revision = entry?.mod_revision
    const before = entry && client.parse(entry, storedUnit).text
    const isOutdated = write.expected === 'absent' ? before : write.expected !== revision
    if (isOutdated) return { kind: 'lost-race', revision }
    const text = 'text' in write ? write.text : ''
    const isSame = write.kind === 'create' ? before === text : (before ?? '') === text
    if (write.kind === 'purge' ? entry === undefined : isSame) return { kind: 'unchanged', revision }
    const description = 'description' in write ? write.description : ''
    const value = write.kind === 'purge' ? undefined : { text, description }
    isSent = !call.readOnly
    const written = await client.replace(folder + unit, revision ?? '0', value, call)
    return written === undefined ? { kind: 'lost-race' } : { kind: 'written', revision: written }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    // Where no answer came to a transaction, nobody knows whether it was carried out.
    const isUnknown = isSent && ['unavailable', 'invalid-response', 'aborted'].includes(error.kind)
    return { kind: isUnknown ? 'unknown' : error.kind === 'aborted' ? 'not-tried' : 'refused', error }
  }
}

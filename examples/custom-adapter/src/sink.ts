import {
  AdapterError,
  type AdapterErrorKind,
  type Call,
  type Sink,
  type UnitWrite,
  type WriteOutcome,
} from '@tideway/core'
import type { EtcdClient } from './etcd-client.ts'
import { folder, storedUnit } from './source.ts'

type Outcome = Omit<WriteOutcome, 'key'>

/** Writes units, one transaction each, on condition of the revision that was read. */
export function createSink(client: EtcdClient): Sink {
  return {
    async *write(writes, call) {
      for (const write of writes) yield { key: write.key, ...(await writeUnit(client, write, call)) }
    },
  }
}

async function writeUnit(client: EtcdClient, write: UnitWrite, call: Call): Promise<Outcome> {
  let isSent = false
  try {
    const { unit } = write.ref
    if (!/^[A-Za-z0-9][-._A-Za-z0-9]*$/.test(unit))
      throw client.error('invalid-request', 'this is no unit name')
    if ('annotations' in write && write.annotations)
      throw client.error('unsupported', 'etcd keeps no annotations')
    const entry = await client.get(folder + unit, call)
    const revision = entry?.mod_revision
    const before = entry && client.parse(entry, storedUnit).text
    const isExpected = write.expected === 'absent' ? !before : write.expected === revision
    if (!isExpected) return { kind: 'lost-race', revision }
    const text = 'text' in write ? write.text : ''
    const isSame = write.kind === 'create' ? before === text : (before ?? '') === text
    if (write.kind === 'purge' ? entry === undefined : isSame) return { kind: 'unchanged', revision }
    const description = 'description' in write ? write.description : ''
    const unitNow = { text, description, at: new Date(call.now()).toISOString() }
    const value = write.kind === 'purge' ? undefined : JSON.stringify(unitNow)
    isSent = !call.readOnly
    const written = await client.replace(folder + unit, revision ?? '0', value, call)
    return written === undefined ? { kind: 'lost-race' } : { kind: 'written', revision: written }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    return { kind: outcomeOf(error.kind, isSent), error }
  }
}

// Where no answer came to a transaction, nobody knows whether it was carried out.
function outcomeOf(kind: AdapterErrorKind, isSent: boolean): Outcome['kind'] {
  if (isSent && ['unavailable', 'invalid-response', 'aborted'].includes(kind)) return 'unknown'
  return kind === 'aborted' ? 'not-tried' : 'refused'
}

import type { Capabilities } from '../contract/capabilities.ts'
import type { Author } from '../contract/history.ts'
import type { Sink, UnitWrite, WriteOutcome } from '../contract/sink.ts'
import { AdapterError, type AdapterErrorKind } from '../errors/adapter-error.ts'
import { abortedError } from './check-aborted.ts'
import { readOnlyError } from './check-writable.ts'
import type { UnitStore } from './unit-store.ts'

/** Who writes through a store's sink, and what the store can do. */
export interface StoreSinkOptions {
  readonly writer: Author
  readonly capabilities: Capabilities
}

/** Writes to a store of units as a Sink: each write alone is atomic, other writers come in between. */
export function createStoreSink(name: string, store: UnitStore, options: StoreSinkOptions): Sink {
  return {
    async *write(writes, call) {
      for (const write of writes) {
        const { key } = write
        if (call.readOnly) yield { kind: 'refused', key, error: readOnlyError(name) }
        else if (call.signal.aborted) yield { kind: 'not-tried', key, error: abortedError(name) }
        else yield { key, ...applyToStore(name, store, write, options) }
      }
    },
  }
}

function applyToStore(
  name: string,
  store: UnitStore,
  write: UnitWrite,
  { writer, capabilities }: StoreSinkOptions,
): Omit<WriteOutcome, 'key'> {
  const { unit } = write.ref
  const fail = (kind: AdapterErrorKind, message: string, next: string) =>
    new AdapterError({ kind, endpoint: name, message, next })
  if (!isSupported(write, capabilities)) {
    const error = fail('unsupported', `unit ${unit}: this store cannot ${write.kind}`, 'use a store that can')
    return { kind: 'refused', error }
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(unit)) {
    const error = fail('invalid-request', `${JSON.stringify(unit)} is no unit name`, 'rename the unit')
    return { kind: 'refused', error }
  }
  const head = store.units.get(unit)?.revisions[0]
  if (capabilities.conditionalWrites && !store.matches(unit, write.expected)) {
    const found = head === undefined ? 'absent' : `at revision ${head.revision}`
    const message = `unit ${unit} is ${found}, not ${write.expected}`
    return { kind: 'lost-race', revision: head?.revision, error: fail('lost-race', message, 'read it again') }
  }
  const by = { authorName: writer.name, authorIsServer: writer.kind === 'automation' }
  switch (write.kind) {
    case 'create':
    case 'update': {
      const { text, description, annotations } = write
      return store.write(unit, { ...by, text, description, annotations })
    }
    case 'withdraw':
      if (head === undefined) return { kind: 'unchanged' }
      return store.write(unit, { ...by, text: '', description: write.description })
    case 'annotate':
      if (head === undefined) {
        return { kind: 'refused', error: fail('not-found', `there is no unit ${unit}`, 'create it first') }
      }
      return {
        kind: store.annotate(unit, write.annotations) ? 'written' : 'unchanged',
        revision: head.revision,
      }
    case 'purge':
      return { kind: store.purge(unit) ? 'written' : 'unchanged' }
  }
}

function isSupported(write: UnitWrite, capabilities: Capabilities): boolean {
  switch (write.kind) {
    case 'create':
    case 'update':
      return write.annotations === undefined || capabilities.annotations
    case 'withdraw':
      return capabilities.withdraw
    case 'annotate':
      return capabilities.annotations
    case 'purge':
      return capabilities.purge
  }
}

import type { Call } from '../contract/call.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import { checkAborted } from './check-aborted.ts'
import type { StoredUnit, UnitStore } from './unit-store.ts'

/** Reads a store of units as a Source; withdrawn units are listed, with an empty text. */
export function createStoreSource(name: string, store: UnitStore): Source {
  const headOf = (unit: string, stored: StoredUnit, call: Call): UnitHead => ({
    ref: { unit },
    revision: stored.revisions[0].revision,
    digest: call.sha256(stored.revisions[0].text),
    labels: stored.labels,
    annotations: stored.annotations,
  })
  return {
    async *list(query, call) {
      checkAborted(call, name)
      for (const [unit, stored] of [...store.units]) {
        if (query.units?.includes(unit) === false) continue
        yield { kind: 'unit', head: headOf(unit, stored, call) }
        checkAborted(call, name)
      }
      yield { kind: 'complete' }
    },
    async *read(refs, call) {
      for (const ref of refs) {
        checkAborted(call, name)
        const stored = store.units.get(ref.unit)
        if (stored === undefined) yield { kind: 'absent', ref }
        else yield { kind: 'unit', head: headOf(ref.unit, stored, call), text: stored.revisions[0].text }
      }
    },
  }
}

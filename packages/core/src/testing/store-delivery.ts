import type { Delivery, DeliveryStatus } from '../contract/delivery.ts'
import { checkAborted } from './check-aborted.ts'
import type { UnitStore } from './unit-store.ts'

/** The way of a store's units to where they run. */
export interface StoreDelivery {
  readonly delivery: Delivery
  /** Lets a unit's head run, or fail to. */
  deliver(unit: string, failure?: string): void
}

/** Makes the delivery of a store in memory, where nothing moves by itself. */
export function createStoreDelivery(name: string, store: UnitStore): StoreDelivery {
  const live = new Map<string, string>()
  const failures = new Map<string, { readonly revision: string; readonly reason: string }>()
  const headOf = (unit: string) => store.units.get(unit)?.revisions[0].revision

  function statusOf(unit: string, revision: string): DeliveryStatus {
    if (!store.units.has(unit)) return { kind: 'failed', unit, reason: 'the unit is gone' }
    const running = live.get(unit)
    if (Number(running) >= Number(revision)) return { kind: 'live', unit }
    const failure = failures.get(unit)
    if (failure !== undefined && Number(failure.revision) >= Number(revision)) {
      return { kind: 'failed', unit, reason: failure.reason }
    }
    const reason = running === undefined ? 'nothing runs yet' : `revision ${running} runs`
    return { kind: 'pending', unit, reason }
  }

  return {
    delivery: {
      async *look(queries, call) {
        checkAborted(call, name)
        for (const { ref, revision } of queries) yield statusOf(ref.unit, revision)
      },
    },
    deliver(unit, failure) {
      const revision = headOf(unit)
      if (revision === undefined) throw new RangeError(`there is no unit ${unit}`)
      if (failure === undefined) live.set(unit, revision)
      else failures.set(unit, { revision, reason: failure })
    },
  }
}

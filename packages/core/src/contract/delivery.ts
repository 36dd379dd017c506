import type { Call } from './call.ts'
import type { RevisionToken, UnitRef } from './unit-ref.ts'

/** A unit's revision whose way to where it runs is asked about. */
export interface DeliveryQuery {
  readonly ref: UnitRef
  readonly revision: RevisionToken
}

/**
 * How far a revision has come. `live`: it, or one that was made after it, runs; `pending`: it is on its way;
 * `failed`: it will not get there by itself; `untracked`: the store does not know where the unit runs.
 */
export interface DeliveryStatus {
  readonly kind: 'live' | 'pending' | 'failed' | 'untracked'
  readonly unit: string
  /** Why it is not live, as the store says it, for people to read. */
  readonly reason?: string | undefined
}

/** Tells what became of revisions after they were written: a store that delivers, or hears from whoever does. */
export interface Delivery {
  /** One look, without waiting: one status per query, in any order. Throws an `AdapterError` where nothing can be known. */
  look(queries: readonly DeliveryQuery[], call: Call): AsyncIterable<DeliveryStatus>
}

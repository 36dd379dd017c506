import type { Call } from '../../contract/call.ts'
import type { Delivery, DeliveryQuery, DeliveryStatus } from '../../contract/delivery.ts'

/** How long a run waits for what it wrote to be live. */
export interface DeliveryWait {
  /** In milliseconds; what is not live by then is told as pending. */
  readonly timeoutMs: number
  /** Waits so many milliseconds; comes back at once when the run is cancelled. */
  readonly pause: (ms: number) => Promise<void>
}

// Deliveries take seconds to minutes: one look soon, and then ever fewer.
const firstPauseMs = 1_000
const longestPauseMs = 15_000

/**
 * Looks until every revision is live, has failed or is not tracked, or until the time is up, and answers how each
 * of them stood at the last look, ordered by unit. Every change is told as progress.
 */
export async function awaitDelivery(
  delivery: Delivery,
  queries: readonly DeliveryQuery[],
  wait: DeliveryWait,
  call: Call,
): Promise<readonly DeliveryStatus[]> {
  const statuses = new Map<string, DeliveryStatus>()
  const deadline = call.now() + wait.timeoutMs
  let pauseMs = firstPauseMs
  let moving = queries
  while (moving.length > 0) {
    for await (const status of delivery.look(moving, call)) {
      const { kind, unit, reason } = status
      const before = statuses.get(unit)
      if (before?.kind !== kind || before.reason !== reason)
        call.onProgress({ kind: 'delivery', unit, state: kind, reason })
      statuses.set(unit, status)
    }
    moving = moving.filter(({ ref }) => (statuses.get(ref.unit)?.kind ?? 'pending') === 'pending')
    const leftMs = deadline - call.now()
    if (moving.length === 0 || leftMs <= 0) break
    await wait.pause(Math.min(pauseMs, leftMs))
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
  return queries
    .map(({ ref: { unit } }): DeliveryStatus => statuses.get(unit) ?? { kind: 'pending', unit })
    .sort((one, other) => (one.unit < other.unit ? -1 : 1))
}

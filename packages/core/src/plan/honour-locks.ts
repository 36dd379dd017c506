import { describeLock, readLock } from '../decide/unit-lock.ts'
import type { PlannedUnit } from './planned-unit.ts'

/** Holds a unit that somebody has locked, whatever the policy or a force says: unlocking is one command. */
export function honourLock(unit: PlannedUnit, environment: string, now: number): PlannedUnit {
  if (unit.verdict !== 'write') return unit
  const state = readLock(unit.stock.head?.annotations, now)
  if (state.kind === 'none' || state.kind === 'expired') return unit
  const { stock, decided } = unit
  const message =
    state.kind === 'unreadable'
      ? `locked, by an annotation that is not "<until> <who> <reason>": ${JSON.stringify(state.text)}`
      : `locked ${describeLock(state.lock)}; tideway unlock --env ${environment} --unit ${stock.unit} lets it go`
  return { stock, decided, verdict: 'hold', obstacle: { code: 'TIDEWAY_LOCKED', message } }
}

/** Names the units that would have been held, had their locks not expired. */
export function noteExpiredLocks(units: readonly PlannedUnit[], now: number): readonly string[] {
  return units.flatMap(({ stock, verdict }) => {
    const state = readLock(stock.head?.annotations, now)
    if (state.kind !== 'expired' || verdict !== 'write') return []
    return [
      `the lock of ${stock.unit} has expired and does not hold it any more (${describeLock(state.lock)})`,
    ]
  })
}

import { runTriggers } from './run-triggers.ts'
import type { World } from './world.ts'

/** Counts a read of a unit that waits for its triggers; behind the last of those reads the triggers run. */
export function noteRead(world: World, unitId: string): void {
  const unit = world.store.units.get(unitId)
  if (!unit || unit.awaitingReads === 0) return
  const waiting = { ...unit, awaitingReads: unit.awaitingReads - 1 }
  world.store.putUnit(waiting.awaitingReads === 0 ? runTriggers(world, waiting) : waiting)
}

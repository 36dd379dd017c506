import { appendRevision, type RevisionCause } from './append-revision.ts'
import { headText } from './head-text.ts'
import { runTriggers } from './run-triggers.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * Gives a unit a text, lets the triggers follow, now or later, and returns the unit. Nothing is stored.
 *
 * The text that it has already changes nothing. An empty text is a configuration like any other.
 */
export function changeText(world: World, unit: UnitRecord, text: string, cause: RevisionCause): UnitRecord {
  if (text === headText(unit)) return unit
  const described = { ...unit, LastChangeDescription: cause.description }
  const written = appendRevision(world, described, text, cause)
  const { triggers, triggerDelayReads } = world.options
  if (triggers.length > 0 && triggerDelayReads > 0) return { ...written, awaitingReads: triggerDelayReads }
  return runTriggers(world, written)
}

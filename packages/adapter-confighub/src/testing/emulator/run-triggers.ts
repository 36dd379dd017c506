import { appendRevision } from './append-revision.ts'
import { headText } from './head-text.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/** The UserID that the server records for what no user did. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Runs all triggers on a unit's head, and returns the unit: every change is a `Resolve` revision of its own. */
export function runTriggers(world: World, unit: UnitRecord): UnitRecord {
  const space = world.store.spaces.get(unit.SpaceID)?.Slug ?? ''
  let current: UnitRecord = { ...unit, awaitingReads: 0 }
  for (const trigger of world.options.triggers) {
    const before = headText(current)
    const seen = { space, slug: unit.Slug, labels: unit.Labels, annotations: unit.Annotations }
    const after = trigger(seen, before) ?? before
    if (after !== before) {
      const cause = { userId: nobody, userAgent: '', source: 'Resolve', description: '' } as const
      current = appendRevision(world, current, after, cause)
    }
  }
  return current
}

import { headText } from './head-text.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/** The gates of a unit's head that are closed: the one of triggers still to run, or those of the validators. */
export function findGates(world: World, unit: UnitRecord): Record<string, true> {
  if (unit.awaitingReads > 0) return { 'awaiting/triggers': true }
  const space = world.store.spaces.get(unit.SpaceID)?.Slug ?? ''
  const seen = { space, slug: unit.Slug, labels: unit.Labels, annotations: unit.Annotations }
  const names = world.options.validators.flatMap((validate) => validate(seen, headText(unit)))
  return Object.fromEntries(names.map((name) => [name, true]))
}

import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/** Finds the unit of a slug in a space. */
export function findUnitBySlug(world: World, spaceId: string, slug: string): UnitRecord | undefined {
  for (const unit of world.store.units.values()) {
    if (unit.SpaceID === spaceId && unit.Slug === slug) return unit
  }
  return undefined
}

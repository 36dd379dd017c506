import type { SpaceRecord } from './state.ts'
import type { World } from './world.ts'

/** Finds the space of a slug. */
export function findSpaceBySlug(world: World, slug: string): SpaceRecord | undefined {
  for (const space of world.store.spaces.values()) if (space.Slug === slug) return space
  return undefined
}

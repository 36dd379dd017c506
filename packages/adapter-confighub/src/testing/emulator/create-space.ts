import { findSpaceBySlug } from './find-space-by-slug.ts'
import type { Metadata } from './metadata.ts'
import { Refusal } from './refusal.ts'
import type { SpaceRecord } from './state.ts'
import type { World } from './world.ts'

/** Creates and stores a space. Throws a 409 refusal where the slug is taken. */
export function createSpace(world: World, metadata: Metadata): SpaceRecord {
  const { Slug } = metadata
  if (Slug === undefined) throw new Refusal(400, 'Slug is required.')
  if (findSpaceBySlug(world, Slug)) {
    throw new Refusal(409, `Space ${Slug} already exists.`)
  }
  const now = world.options.now().toISOString()
  const space = {
    SpaceID: world.store.nextId(),
    Slug,
    DisplayName: metadata.DisplayName ?? '',
    Labels: metadata.Labels ?? {},
    Annotations: metadata.Annotations ?? {},
    Version: 1,
    CreatedAt: now,
    UpdatedAt: now,
    releases: 0,
  }
  world.store.putSpace(space)
  return space
}

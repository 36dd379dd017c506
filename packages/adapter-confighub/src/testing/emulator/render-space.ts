import type { SpaceRecord } from './state.ts'
import { targetOf } from './target-of.ts'
import type { World } from './world.ts'

/** Renders a space as the server answers it. */
export function renderSpace(world: World, space: SpaceRecord): Record<string, unknown> {
  const { releases: _, ...kept } = space
  const target = world.options.generation === 'bytes' && { ReleaseTargetID: targetOf(space) }
  return { ...kept, OrganizationID: world.organizationId, ...target }
}

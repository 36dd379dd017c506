import type { SpaceRecord } from './state.ts'
import type { World } from './world.ts'

/** Renders a space as the server answers it. */
export function renderSpace(world: World, space: SpaceRecord): Record<string, unknown> {
  return { ...space, OrganizationID: world.organizationId }
}

import type { Row } from './catalogue.ts'
import { digest } from './digest.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * Renders a unit as the server answers it: a row whose entity has no data, only the hash of it.
 *
 * `ApplyGates` is there beside `ValidationErrors`, of which it is the deprecated copy.
 */
export function renderUnit(world: World, unit: UnitRecord): Row {
  const { revisions, awaitingReads, ...kept } = unit
  const head = revisions.at(-1)
  const gates = awaitingReads > 0 ? { 'awaiting/triggers': true } : {}
  return {
    entity: {
      ...kept,
      OrganizationID: world.organizationId,
      DataHash: head?.DataHash ?? digest(''),
      DataSize: head?.DataSize ?? 0,
      HeadRevisionNum: head?.RevisionNum ?? 0,
      ...(head && { HeadRevisionID: head.RevisionID }),
      ApplyGates: gates,
      ValidationErrors: gates,
      Conflicts: [],
    },
    related: { 'Space.Slug': world.store.spaces.get(unit.SpaceID)?.Slug },
  }
}

import type { Row } from './catalogue.ts'
import type { RevisionRecord, UnitRecord } from './state.ts'
import type { World } from './world.ts'

/** Renders a revision as the server answers it: a row whose entity has no data, only the hash of it. */
export function renderRevision(world: World, unit: UnitRecord, revision: RevisionRecord): Row {
  const { text: _text, ...kept } = revision
  return {
    entity: {
      ...kept,
      UnitID: unit.UnitID,
      SpaceID: unit.SpaceID,
      OrganizationID: world.organizationId,
      UnitSlug: unit.Slug,
      SpaceSlug: world.store.spaces.get(unit.SpaceID)?.Slug,
      UpdatedAt: revision.CreatedAt,
      Conflicts: [],
    },
  }
}

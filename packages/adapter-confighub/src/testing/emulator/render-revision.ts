import type { Row } from './catalogue.ts'
import { renderContent } from './render-content.ts'
import type { RevisionRecord, UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * Renders a revision as the server answers it: a row whose entity has no data, only the hash of it; an
 * older server’s has the data, and no hash that identifies them.
 */
export function renderRevision(world: World, unit: UnitRecord, revision: RevisionRecord): Row {
  const { text, DataHash: _hash, DataSize: _size, ...kept } = revision
  return {
    entity: {
      ...kept,
      ...renderContent(world, 'revision', text),
      UnitID: unit.UnitID,
      SpaceID: unit.SpaceID,
      OrganizationID: world.organizationId,
      UnitSlug: unit.Slug,
      SpaceSlug: world.store.spaces.get(unit.SpaceID)?.Slug,
      UpdatedAt: revision.CreatedAt,
      ...(world.options.generation === 'bytes' && { Conflicts: [] }),
    },
  }
}

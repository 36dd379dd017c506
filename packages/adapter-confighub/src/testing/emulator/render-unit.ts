import type { Row } from './catalogue.ts'
import { findGates } from './find-gates.ts'
import { headText } from './head-text.ts'
import { renderContent } from './render-content.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * Renders a unit as the server answers it: on a current server a row whose entity has no data, only the hash of
 * it, and on an older one the data.
 *
 * On a current server `ApplyGates` is there beside `ValidationErrors`, of which it is the deprecated copy.
 */
export function renderUnit(world: World, unit: UnitRecord): Row {
  const { revisions, awaitingReads: _, events: _events, ...rest } = unit
  const { LastReleasedRevisionNum, LastAppliedRevisionNum, LiveRevisionNum, ...kept } = rest
  const head = revisions.at(-1)
  const gates = findGates(world, unit)
  return {
    entity: {
      ...kept,
      ...renderContent(world, 'unit', headText(unit)),
      OrganizationID: world.organizationId,
      HeadRevisionNum: head?.RevisionNum ?? 0,
      ApplyGates: gates,
      ...(world.options.generation === 'bytes'
        ? {
            LastReleasedRevisionNum,
            ...(head && { HeadRevisionID: head.RevisionID }),
            ValidationErrors: gates,
            Conflicts: [],
          }
        : { LastAppliedRevisionNum, LiveRevisionNum }),
    },
    related: { 'Space.Slug': world.store.spaces.get(unit.SpaceID)?.Slug },
  }
}

import { appendRevision } from './append-revision.ts'
import type { Author } from './author.ts'
import { findUnitBySlug } from './find-unit-by-slug.ts'
import type { Metadata } from './metadata.ts'
import { Refusal } from './refusal.ts'
import type { SpaceRecord, UnitRecord } from './state.ts'
import { targetOf } from './target-of.ts'
import type { World } from './world.ts'

/** Creates a unit without content, and returns it; nothing is stored. Throws a 409 where the slug is taken. */
export function createUnit(world: World, space: SpaceRecord, metadata: Metadata, author: Author): UnitRecord {
  const { Slug } = metadata
  if (Slug === undefined) throw new Refusal(400, 'Slug is required.')
  if (findUnitBySlug(world, space.SpaceID, Slug)) {
    throw new Refusal(409, `Unit ${Slug} already exists in space ${space.Slug}.`)
  }
  const now = world.options.now().toISOString()
  const unit: UnitRecord = {
    UnitID: world.store.nextId(),
    SpaceID: space.SpaceID,
    Slug,
    DisplayName: metadata.DisplayName ?? '',
    ToolchainType: metadata.ToolchainType ?? 'Kubernetes/YAML',
    Labels: metadata.Labels ?? {},
    Annotations: metadata.Annotations ?? {},
    DeleteGates: metadata.DeleteGates ?? {},
    LastChangeDescription: metadata.LastChangeDescription ?? '',
    LastReleasedRevisionNum: 0,
    LastAppliedRevisionNum: 0,
    LiveRevisionNum: 0,
    TargetID: metadata.TargetID ?? (world.options.targetNewUnits ? targetOf(space) : undefined),
    events: [],
    Version: 1,
    CreatedAt: now,
    UpdatedAt: now,
    revisions: [],
    awaitingReads: 0,
  }
  if (!world.options.emptyStartRevision) return unit
  const cause = { ...author, source: 'CreateUnit', description: unit.LastChangeDescription } as const
  return { ...appendRevision(world, unit, '', cause), Version: 1 }
}

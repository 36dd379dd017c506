import { findUnitBySlug } from './find-unit-by-slug.ts'
import type { Metadata } from './metadata.ts'
import { Refusal } from './refusal.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * Gives a unit the metadata of a body, and returns it; what the body lacks becomes empty. Nothing is stored.
 *
 * Metadata makes no revision. A body that changes nothing leaves the version as it is.
 */
export function editUnit(world: World, unit: UnitRecord, metadata: Metadata): UnitRecord {
  const Slug = metadata.Slug ?? unit.Slug
  const holder = findUnitBySlug(world, unit.SpaceID, Slug)
  if (holder && holder.UnitID !== unit.UnitID) throw new Refusal(409, `Unit ${Slug} already exists.`)
  const edited: UnitRecord = {
    ...unit,
    Slug,
    DisplayName: metadata.DisplayName ?? '',
    ToolchainType: metadata.ToolchainType ?? unit.ToolchainType,
    Labels: metadata.Labels ?? {},
    Annotations: metadata.Annotations ?? {},
    DeleteGates: metadata.DeleteGates ?? {},
    LastChangeDescription: metadata.LastChangeDescription ?? '',
    TargetID: metadata.TargetID,
  }
  if (JSON.stringify(edited) === JSON.stringify(unit)) return unit
  return { ...edited, Version: unit.Version + 1, UpdatedAt: world.options.now().toISOString() }
}

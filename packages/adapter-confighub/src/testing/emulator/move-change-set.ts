import { z } from 'zod'
import { appendRevision, type RevisionCause } from './append-revision.ts'
import { headText } from './head-text.ts'
import { Refusal } from './refusal.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

const form = z.object({ ChangeSetID: z.string().nullish() })

/**
 * Has a unit join or leave a ChangeSet as a merge patch says. Joining makes a revision, although the text stays.
 * Throws a refusal where the unit is in another one. Nothing is stored.
 */
export function moveChangeSet(
  world: World,
  unit: UnitRecord,
  patch: object,
  cause: RevisionCause,
): UnitRecord {
  const parsed = form.safeParse(patch)
  if (!parsed.success) throw new Refusal(400, 'Invalid ChangeSetID.')
  const { ChangeSetID } = parsed.data
  if (ChangeSetID === undefined || (ChangeSetID ?? undefined) === unit.ChangeSetID) return unit
  if (ChangeSetID === null) return { ...unit, ChangeSetID: undefined, Version: unit.Version + 1 }
  if (unit.ChangeSetID !== undefined) {
    throw new Refusal(world.options.changeSetStatus, `Unit ${unit.Slug} is in another open ChangeSet.`)
  }
  if (world.store.changeSets.get(ChangeSetID)?.SpaceID !== unit.SpaceID) {
    throw new Refusal(404, 'ChangeSet not found.')
  }
  return { ...appendRevision(world, unit, headText(unit), cause), ChangeSetID }
}

import { Refusal } from './refusal.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/** Refuses a change of a text that does not name the open ChangeSet of its unit. */
export function assertChangeSet(world: World, unit: UnitRecord, query: URLSearchParams): void {
  if ((query.get('change_set_id') ?? undefined) === unit.ChangeSetID) return
  throw new Refusal(
    world.options.changeSetStatus,
    `Unit ${unit.Slug}: change_set_id must name its open ChangeSet.`,
  )
}

import { findGates } from './find-gates.ts'
import { Refusal } from './refusal.ts'
import type { UnitEventRecord, UnitRecord } from './state.ts'
import type { World } from './world.ts'

/**
 * Has the bridge bring a revision of a unit to its target, as an older server does, and returns the unit with the
 * event that tells what became of it. Nothing is stored. Throws a 422 refusal where a gate is closed or no
 * target is set.
 */
export function applyUnit(world: World, unit: UnitRecord, revision: number): UnitRecord {
  if (unit.TargetID === undefined) throw new Refusal(422, `Unit ${unit.Slug} has no target.`)
  const gates = Object.keys(findGates(world, unit))
  if (gates.length > 0) throw new Refusal(422, `Unit ${unit.Slug} has apply gates: ${gates.join(', ')}.`)
  const text = unit.revisions.find(({ RevisionNum }) => RevisionNum === revision)?.text
  if (text === undefined) throw new Refusal(404, `Unit ${unit.Slug} has no revision ${revision}.`)
  const space = world.store.spaces.get(unit.SpaceID)?.Slug ?? ''
  const { Slug: slug, Labels: labels, Annotations: annotations } = unit
  const end = world.options.bridge({ space, slug, labels, annotations }, text)
  const event: UnitEventRecord = {
    UnitEventID: world.store.nextId(),
    UnitEventNum: unit.events.length + 1,
    Action: 'Apply',
    RevisionNum: revision,
    CreatedAt: world.options.now().toISOString(),
    ...outcomeOf(end),
  }
  return {
    ...unit,
    LastAppliedRevisionNum: revision,
    LiveRevisionNum: end === 'live' ? revision : unit.LiveRevisionNum,
    events: [...unit.events, event],
  }
}

function outcomeOf(end: 'live' | 'away' | { readonly failure: string }) {
  if (end === 'live') return { Status: 'Completed', Result: 'ApplyCompleted', Message: '' } as const
  if (end === 'away') return { Status: 'Pending', Result: 'None', Message: '' } as const
  return { Status: 'Failed', Result: 'ApplyFailed', Message: end.failure } as const
}

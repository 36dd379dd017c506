import { isUuid } from '../is-uuid.ts'
import { Refusal } from '../refusal.ts'
import type { RevisionRecord, SpaceRecord, UnitRecord } from '../state.ts'
import type { RouteCall } from './route.ts'

/** Finds the space that the path addresses. Ids are UUIDs: a slug is a 400. Throws a 404 refusal for none. */
export function findSpace(call: RouteCall): SpaceRecord {
  const space = call.world.store.spaces.get(id(call, 'space'))
  if (!space) throw new Refusal(404, 'Space not found.')
  return space
}

/** Finds the unit that the path addresses. A unit under the wrong space is a 404, as on the server. */
export function findUnit(call: RouteCall): UnitRecord {
  const space = findSpace(call)
  const unit = call.world.store.units.get(id(call, 'unit'))
  if (unit?.SpaceID !== space.SpaceID) throw new Refusal(404, 'Unit not found.')
  return unit
}

/** Finds the revision that the path addresses: by id, since a number is none. */
export function findRevision(call: RouteCall): { unit: UnitRecord; revision: RevisionRecord } {
  const unit = findUnit(call)
  const wanted = id(call, 'revision')
  const revision = unit.revisions.find(({ RevisionID }) => RevisionID === wanted)
  if (!revision) throw new Refusal(404, 'Revision not found.')
  return { unit, revision }
}

function id(call: RouteCall, name: string): string {
  const value = call.parameters[name] ?? ''
  if (!isUuid(value)) throw new Refusal(400, `Invalid ${name} ID '${value}': expected a UUID.`)
  return value.toLowerCase()
}

import { applyUnit } from '../apply-unit.ts'
import { cataloguesOf } from '../catalogues.ts'
import { matchWhere } from '../where/match-where.ts'
import { parseWhere } from '../where/parse-where.ts'
import { findUnit } from './find-addressed.ts'
import { readFlag } from './read-flag.ts'
import type { Route } from './route.ts'

/** The routes by which an older server brings a unit to its target: apply, and the events that tell of it. */
export const applyRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/space/:space/unit/:unit/apply',
    query: ['revision', 'dry_run'],
    answer(call) {
      const { world, query, account } = call
      const unit = findUnit(call)
      const revision = Number(query.get('revision') ?? unit.revisions.at(-1)?.RevisionNum ?? 0)
      const applied = applyUnit(world, unit, revision)
      if (!readFlag(query, 'dry_run')) world.store.putUnit(applied)
      return Response.json({
        QueuedOperationID: world.store.nextId(),
        Action: 'Apply',
        Status: 'Pending',
        RevisionNum: revision,
        UnitID: unit.UnitID,
        SpaceID: unit.SpaceID,
        TargetID: unit.TargetID,
        OrganizationID: world.organizationId,
        UserID: account.userId,
      })
    },
  },
  {
    method: 'GET',
    path: '/space/:space/unit/:unit/unit_event',
    query: ['where'],
    answer(call) {
      const { world, query } = call
      const { UnitID, SpaceID, events } = findUnit(call)
      const matches = matchWhere(cataloguesOf(world.options).event, parseWhere(query.get('where') ?? ''))
      const entities = events.map((event) => ({
        ...event,
        UnitID,
        SpaceID,
        OrganizationID: world.organizationId,
      }))
      return Response.json(entities.filter((entity) => matches({ entity })))
    },
  },
]

import { cataloguesOf } from '../catalogues.ts'
import { listParameters, listRows } from '../list-rows.ts'
import { renderRevision } from '../render-revision.ts'
import { selectFields } from '../select-fields.ts'
import type { UnitRecord } from '../state.ts'
import { answerBytes } from './answer-bytes.ts'
import { findRevision, findUnit } from './find-addressed.ts'
import type { Route, RouteCall } from './route.ts'

function answerList({ world, query }: RouteCall, units: readonly UnitRecord[]): Response {
  const rows = units.flatMap((unit) =>
    unit.revisions.map((revision) => renderRevision(world, unit, revision)),
  )
  return listRows(cataloguesOf(world.options).revision, rows, query, world.options).response
}

/** The routes of revisions: list of a unit and of all units, get, and the configuration that one holds. */
export const revisionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/revision',
    query: listParameters,
    answer: (call) => answerList(call, [...call.world.store.units.values()]),
  },
  {
    method: 'GET',
    path: '/space/:space/unit/:unit/revision',
    query: listParameters,
    answer: (call) => answerList(call, [findUnit(call)]),
  },
  {
    method: 'GET',
    path: '/space/:space/unit/:unit/revision/:revision',
    query: ['select'],
    answer(call) {
      const { unit, revision } = findRevision(call)
      const select = selectFields(cataloguesOf(call.world.options).revision, call.query.get('select') ?? '')
      return Response.json({ Revision: select(renderRevision(call.world, unit, revision).entity) })
    },
  },
  {
    method: 'GET',
    path: '/space/:space/unit/:unit/revision/:revision/data',
    query: [],
    answer: (call) => answerBytes(call, findRevision(call).revision.text),
  },
]

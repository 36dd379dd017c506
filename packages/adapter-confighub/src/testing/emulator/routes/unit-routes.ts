import { assertDeletable } from '../assert-deletable.ts'
import { cataloguesOf } from '../catalogues.ts'
import { changeText } from '../change-text.ts'
import { createUnit } from '../create-unit.ts'
import { findUnitBySlug } from '../find-unit-by-slug.ts'
import { listParameters, listRows } from '../list-rows.ts'
import { noteRead } from '../note-read.ts'
import { readUnitBody } from '../read-unit-body.ts'
import { renderUnit } from '../render-unit.ts'
import { selectFields } from '../select-fields.ts'
import type { UnitRecord } from '../state.ts'
import { answerWrite } from './answer-write.ts'
import { findSpace, findUnit } from './find-addressed.ts'
import { readFlag } from './read-flag.ts'
import { readJson } from './read-json.ts'
import type { Route, RouteCall } from './route.ts'

function answerList({ world, query }: RouteCall, units: Iterable<UnitRecord>): Response {
  const rows = Array.from(units, (unit) => renderUnit(world, unit))
  const { page, response } = listRows(cataloguesOf(world.options).unit, rows, query, world.options)
  for (const { entity } of page.rows) noteRead(world, String(entity['UnitID']))
  return response
}

/** The routes of units: list in a space and in all, create, get, delete. */
export const unitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/unit',
    query: listParameters,
    answer: (call) => answerList(call, call.world.store.units.values()),
  },
  {
    method: 'GET',
    path: '/space/:space/unit',
    query: listParameters,
    answer(call) {
      const { SpaceID } = findSpace(call)
      const units = [...call.world.store.units.values()]
      return answerList(
        call,
        units.filter((unit) => unit.SpaceID === SpaceID),
      )
    },
  },
  {
    method: 'POST',
    path: '/space/:space/unit',
    query: ['allow_exists', 'dry_run'],
    answer(call) {
      const { world, query, headers, body, author } = call
      const space = findSpace(call)
      const { metadata, text } = readUnitBody(world, readJson(headers, body, ['application/json']))
      const existing = findUnitBySlug(world, space.SpaceID, metadata.Slug ?? '')
      if (existing && readFlag(query, 'allow_exists')) return answerWrite(call, existing, existing)
      const created = createUnit(world, space, metadata, author)
      if (text === undefined || text === '') return answerWrite(call, undefined, created)
      const cause = { ...author, source: 'CreateUnit', description: created.LastChangeDescription } as const
      return answerWrite(call, undefined, changeText(world, created, text, cause))
    },
  },
  {
    method: 'GET',
    path: '/space/:space/unit/:unit',
    query: ['select'],
    answer(call) {
      const unit = findUnit(call)
      const select = selectFields(cataloguesOf(call.world.options).unit, call.query.get('select') ?? '')
      const response = Response.json({ Unit: select(renderUnit(call.world, unit).entity) })
      noteRead(call.world, unit.UnitID)
      return response
    },
  },
  {
    method: 'DELETE',
    path: '/space/:space/unit/:unit',
    query: [],
    answer(call) {
      const unit = findUnit(call)
      assertDeletable(unit)
      call.world.store.removeUnit(unit.UnitID)
      return Response.json({ Message: `Unit ${unit.Slug} deleted.` })
    },
  },
]

import { cataloguesOf } from '../catalogues.ts'
import { createSpace } from '../create-space.ts'
import { findSpaceBySlug } from '../find-space-by-slug.ts'
import { listParameters, listRows } from '../list-rows.ts'
import { parseMetadata } from '../metadata.ts'
import { renderSpace } from '../render-space.ts'
import { selectFields } from '../select-fields.ts'
import { findSpace } from './find-addressed.ts'
import { readFlag } from './read-flag.ts'
import { readJson } from './read-json.ts'
import type { Route } from './route.ts'

/** The routes of spaces: list, create, get. */
export const spaceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/space',
    query: listParameters,
    answer({ world, query }) {
      const rows = [...world.store.spaces.values()].map((space) => ({ entity: renderSpace(world, space) }))
      return listRows(cataloguesOf(world.options).space, rows, query, world.options).response
    },
  },
  {
    method: 'POST',
    path: '/space',
    query: ['allow_exists'],
    answer({ world, query, headers, body }) {
      const metadata = parseMetadata(
        readJson(headers, body, ['application/json']),
        cataloguesOf(world.options).space.fields,
      )
      const existing = findSpaceBySlug(world, metadata.Slug ?? '')
      const space = (readFlag(query, 'allow_exists') && existing) || createSpace(world, metadata)
      return Response.json(renderSpace(world, space))
    },
  },
  {
    method: 'GET',
    path: '/space/:space',
    query: ['select'],
    answer(call) {
      const select = selectFields(cataloguesOf(call.world.options).space, call.query.get('select') ?? '')
      return Response.json({ Space: select(renderSpace(call.world, findSpace(call))) })
    },
  },
]

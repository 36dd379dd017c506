import { z } from 'zod'
import { cataloguesOf } from '../catalogues.ts'
import { listParameters, listRows } from '../list-rows.ts'
import { Refusal } from '../refusal.ts'
import { findSpace } from './find-addressed.ts'
import { readJson } from './read-json.ts'
import type { Route } from './route.ts'

const form = z.strictObject({ Slug: z.string().min(1).max(128), Description: z.string().optional() })

/** The routes of ChangeSets: list and create. Units join and leave by PATCH of their ChangeSetID. */
export const changeSetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/space/:space/change_set',
    query: listParameters,
    answer(call) {
      const { world, query } = call
      const { SpaceID } = findSpace(call)
      const own = [...world.store.changeSets.values()].filter((item) => item.SpaceID === SpaceID)
      const rows = own.map((item) => ({ entity: { ...item, OrganizationID: world.organizationId } }))
      return listRows(cataloguesOf(world.options).changeSet, rows, query, world.options).response
    },
  },
  {
    method: 'POST',
    path: '/space/:space/change_set',
    query: [],
    answer(call) {
      const { store, options, organizationId } = call.world
      const { SpaceID } = findSpace(call)
      const parsed = form.safeParse(readJson(call.headers, call.body, ['application/json']))
      if (!parsed.success) throw new Refusal(400, 'Invalid ChangeSet.')
      const { Slug, Description = '' } = parsed.data
      const taken = [...store.changeSets.values()].some(
        (item) => item.SpaceID === SpaceID && item.Slug === Slug,
      )
      if (taken) throw new Refusal(409, `ChangeSet ${Slug} already exists.`)
      const ChangeSetID = store.nextId()
      const CreatedAt = options.now().toISOString()
      const changeSet = { ChangeSetID, SpaceID, Slug, Description, CreatedAt }
      store.putChangeSet(changeSet)
      return Response.json({ ...changeSet, OrganizationID: organizationId })
    },
  },
]

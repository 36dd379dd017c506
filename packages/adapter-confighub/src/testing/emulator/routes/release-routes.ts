import { z } from 'zod'
import { findGates } from '../find-gates.ts'
import { notModelled } from '../not-modelled.ts'
import { Refusal } from '../refusal.ts'
import { targetOf } from '../target-of.ts'
import { findSpace } from './find-addressed.ts'
import { readJson } from './read-json.ts'
import type { Route } from './route.ts'

const form = z.looseObject({ TagID: z.string().optional() })

/** The route that publishes a release: the heads of all units of a space that belong to its target, as they are then. */
export const releaseRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/space/:space/release',
    query: [],
    answer(call) {
      const { world } = call
      const { store, options } = world
      const space = findSpace(call)
      const body = form.safeParse(readJson(call.headers, call.body, ['application/json']))
      if (!body.success) throw new Refusal(400, 'Invalid release.')
      if (body.data.TagID !== undefined) throw notModelled('a release of tagged revisions')
      const target = targetOf(space)
      const units = [...store.units.values()].filter(
        ({ SpaceID, TargetID }) => SpaceID === space.SpaceID && TargetID === target,
      )
      const gated = units.find((unit) => Object.keys(findGates(world, unit)).length > 0)
      if (gated !== undefined) throw new Refusal(422, `Unit ${gated.Slug} has outstanding validation errors.`)
      for (const unit of units) {
        const LastReleasedRevisionNum = unit.revisions.at(-1)?.RevisionNum ?? 0
        store.putUnit({ ...unit, LastReleasedRevisionNum })
      }
      store.putSpace({ ...space, releases: space.releases + 1 })
      return Response.json({
        ReleaseID: store.nextId(),
        SpaceID: space.SpaceID,
        OrganizationID: world.organizationId,
        TargetID: target,
        ReleaseNum: space.releases + 1,
        UnitCount: units.length,
        Published: true,
        CreatedAt: options.now().toISOString(),
      })
    },
  },
]

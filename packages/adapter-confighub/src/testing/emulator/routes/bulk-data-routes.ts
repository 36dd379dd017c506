import { cataloguesOf } from '../catalogues.ts'
import { headText } from '../head-text.ts'
import { noteRead } from '../note-read.ts'
import { renderUnit } from '../render-unit.ts'
import { matchWhere } from '../where/match-where.ts'
import { parseWhere } from '../where/parse-where.ts'
import type { Route } from './route.ts'

/** The route that reads the configuration of many units at once, as text in JSON, of all spaces. */
export const bulkDataRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/unit_data',
    query: ['where'],
    answer({ world, query }) {
      const matches = matchWhere(cataloguesOf(world.options).unit, parseWhere(query.get('where') ?? ''))
      const units = [...world.store.units.values()].filter((unit) => matches(renderUnit(world, unit)))
      const response = Response.json(
        units.map((unit) => {
          const { entity, related } = renderUnit(world, unit)
          return {
            UnitID: unit.UnitID,
            Slug: unit.Slug,
            SpaceID: unit.SpaceID,
            SpaceSlug: related?.['Space.Slug'],
            Data: headText(unit),
            DataHash: entity['DataHash'],
            DataSize: entity['DataSize'],
          }
        }),
      )
      for (const unit of units) noteRead(world, unit.UnitID)
      return response
    },
  },
]

import type { Source } from '@tideway/core'
import { refuseSlug } from '../refuse-slug.ts'
import type { SpaceAccess } from '../space-access.ts'
import { joinWhere, slugConditions } from '../where.ts'
import { listUnits } from './list-units.ts'
import { readUnits } from './read-units.ts'
import { unitHead } from './remote-unit.ts'

/** Creates the source of a space's units. */
export function createSource(space: SpaceAccess): Source {
  const { endpoint, selection } = space.options
  return {
    async *list(query, call) {
      for (const unit of query.units ?? []) {
        const error = refuseSlug(unit, endpoint)
        if (error !== undefined) throw error
      }
      const conditions =
        query.units === undefined ? [undefined] : slugConditions(query.units).map(({ where }) => where)
      // A unit that is renamed between two pages could come twice.
      const listed = new Set<string>()
      for (const condition of conditions) {
        for await (const item of listUnits(space, joinWhere([selection, condition]), call)) {
          const { id, slug } = item.kind === 'unit' ? item.unit : item
          if (listed.has(id)) continue
          listed.add(id)
          if (item.kind === 'unit') yield { kind: 'unit', head: unitHead(item.unit) }
          else yield { kind: 'unreadable', ref: { unit: slug, id }, error: item.error }
        }
      }
      yield { kind: 'complete' }
    },
    read: (refs, call) => readUnits(space, refs, call),
  }
}

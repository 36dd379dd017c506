import { AdapterError, type Call, type History, type UnitRef } from '@tideway/core'
import { wayOut } from '../http/map-status.ts'
import { getUnit } from '../read/get-unit.ts'
import { findUnit } from '../read/list-units.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import { refuseSlug } from '../refuse-slug.ts'
import type { SpaceAccess } from '../space-access.ts'
import { createRevisionAuthors } from './create-revision-authors.ts'
import { createRevisionReader } from './create-revision-reader.ts'
import { listRevisions } from './list-revisions.ts'

// Most readers stop after a few revisions; who reads on gets larger windows.
const firstWindow = 50

/**
 * Creates the history of a space's units; a unit without a record has none. Newer servers begin every unit with
 * an empty revision 1, which is part of the history like any other.
 */
export function createHistory(space: SpaceAccess): History {
  const { endpoint } = space.options
  const largestWindow = Math.min(space.options.pageSize, space.driver.mostRevisions)
  const authors = createRevisionAuthors(space)
  const reader = createRevisionReader(space)
  return {
    async *revisions(ref, call) {
      const unit = await findByRef(space, ref, call)
      if (unit === undefined) return
      let to = unit.revision
      let size = Math.min(firstWindow, largestWindow)
      while (to > 0) {
        const from = Math.max(1, to - size + 1)
        for (const revision of await listRevisions(space, unit, { from, to }, call)) {
          reader.remember(unit.id, revision)
          yield {
            revision: `${revision.number}`,
            author: await authors.authorOf(revision, call),
            description: revision.description,
            ...(revision.source !== undefined && { source: revision.source }),
            ...(revision.createdAt !== undefined && { at: revision.createdAt }),
            digest: revision.digest,
          }
        }
        to = from - 1
        size = Math.min(size * 2, largestWindow)
      }
    },
    async contentAt(ref, revision, call) {
      const unit = ref.id === undefined ? await findByRef(space, ref, call) : { id: ref.id, slug: ref.unit }
      if (unit === undefined) throw noUnit(endpoint, ref)
      return reader.read(unit, revision, call)
    },
  }
}

async function findByRef(space: SpaceAccess, ref: UnitRef, call: Call): Promise<RemoteUnit | undefined> {
  const illegal = refuseSlug(ref.unit, space.options.endpoint)
  if (illegal !== undefined) throw illegal
  return ref.id === undefined ? findUnit(space, ref.unit, call) : getUnit(space, ref.id, ref.unit, call)
}

function noUnit(endpoint: string, ref: UnitRef): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `there is no unit ${ref.unit}, so it has no history`,
    next: wayOut('not-found'),
  })
}

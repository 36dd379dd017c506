import { AdapterError, type Call, type RevisionToken } from '@tideway/core'
import { unitPath } from '../found-space.ts'
import type { SpaceAccess } from '../space-access.ts'
import { listRevisions, type RemoteRevision } from './list-revisions.ts'

/** Reads the contents of revisions, which the server knows by id and everybody else by number. */
export interface RevisionReader {
  /** Keeps the id of a revision that was listed, so that reading it takes one request less. */
  remember(unitId: string, revision: RemoteRevision): void
  /** Throws an `AdapterError`: of kind `not-found` for a revision that is not there. */
  read(
    unit: { readonly id: string; readonly slug: string },
    revision: RevisionToken,
    call: Call,
  ): Promise<string>
}

interface Address {
  readonly id: string
  readonly digest: string
}

const mostRemembered = 2000

/** Creates a reader. What it remembers of a revision never changes, so it cannot be stale. */
export function createRevisionReader(space: SpaceAccess): RevisionReader {
  const { endpoint } = space.options
  const remembered = new Map<string, Address>()
  const missing = (unit: string, revision: RevisionToken) =>
    new AdapterError({
      kind: 'not-found',
      endpoint,
      message: `unit ${unit} has no revision ${revision}`,
      next: 'list its revisions (cub revision list), and name one of them',
    })

  return {
    remember(unitId, { id, number, digest }) {
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.set(`${unitId}@${number}`, { id, digest })
    },
    async read(unit, revision, call) {
      // A unit of an older server that was never given a text has no revision, and is empty.
      if (revision === '0') return ''
      if (!/^[1-9]\d{0,14}$/.test(revision)) throw missing(unit.slug, revision)
      const number = Number(revision)
      const address =
        remembered.get(`${unit.id}@${revision}`) ??
        (await listRevisions(space, unit, { from: number, to: number }, call))[0]
      if (address === undefined) throw missing(unit.slug, revision)
      const purpose = `read revision ${revision} of unit ${unit.slug}`
      const path = unitPath(space, unit.id, `/revision/${address.id}/data`)
      const { body, requestId } = await space.client.request({ method: 'GET', path, purpose }, call)
      if (call.sha256(body) === address.digest) return body
      throw new AdapterError({
        kind: 'invalid-response',
        endpoint,
        message: `the bytes of revision ${revision} of unit ${unit.slug} do not have the DataHash that the server gives for them`,
        next: 'check whether a proxy in between changes answers; if none does, report it to whoever runs the server',
        requestId,
      })
    },
  }
}

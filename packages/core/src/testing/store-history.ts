import { classifyRevision } from '../contract/classify-revision.ts'
import type { History } from '../contract/history.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { checkAborted } from './check-aborted.ts'
import type { UnitStore } from './unit-store.ts'

/** Reads the revisions of a store of units as a History; a unit without a record has none. */
export function createStoreHistory(
  name: string,
  store: UnitStore,
  publishers: readonly string[] | undefined,
): History {
  return {
    async *revisions(ref, call) {
      checkAborted(call, name)
      for (const stored of store.units.get(ref.unit)?.revisions ?? []) {
        const { revision, description, at, authorName } = stored
        const kind = classifyRevision({ ...stored, publishers })
        yield {
          revision,
          author: { kind, name: authorName },
          description,
          at,
          digest: call.sha256(stored.text),
        }
        checkAborted(call, name)
      }
    },
    async contentAt(ref, revision, call) {
      checkAborted(call, name)
      const revisions = store.units.get(ref.unit)?.revisions
      const found = revisions?.find((item) => item.revision === revision)
      if (found !== undefined) return found.text
      throw new AdapterError({
        kind: 'not-found',
        endpoint: name,
        message: `unit ${ref.unit} has no revision ${revision}`,
        next: 'look at its history',
      })
    },
  }
}

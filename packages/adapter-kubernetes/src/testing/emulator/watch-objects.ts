import { type JsonObject, withMembers } from './json.ts'
import { readRevision } from './list-objects.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import { printApiVersion, printGroupResource, type ResourceKind } from './resource-kind.ts'
import type { Selector } from './selector.ts'
import { expired, StatusFailure } from './status-failure.ts'
import type { Store, StoreEvent } from './store.ts'

/** What is watched, from where, and for how long. */
export interface WatchQuery {
  readonly kind: ResourceKind
  readonly namespace: string | undefined
  readonly selects: Selector
  readonly resourceVersion: string | undefined
  readonly timeoutSeconds: number | undefined
  readonly bookmarks: boolean
}

/** The open watches of an emulator, so that they can be ended. */
export type OpenWatches = Set<() => void>

/**
 * Streams the changes after a revision as lines of JSON until the time is over. A watch without a revision, or
 * from 0, begins with everything there is. A compacted revision gives one ERROR event with a 410 in a 200 answer.
 */
export function watchObjects(store: Store, open: OpenWatches, query: WatchQuery): Response {
  const from = query.resourceVersion
  const fresh = from === undefined || from === '' || from === '0'
  const revision = readRevision(store, from)
  const encoder = new TextEncoder()
  let stop = (): void => {}

  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (type: string, object: JsonObject): void =>
        controller.enqueue(encoder.encode(`${JSON.stringify({ type, object })}\n`))
      const report = (event: StoreEvent): void => {
        const seen = translateEvent(event, query)
        if (seen !== undefined) send(seen.type, withApiVersion(seen.object, query.kind))
      }
      if (!fresh && revision < store.oldestRevision()) {
        send('ERROR', expired(`too old resource version: ${revision} (${store.oldestRevision()})`).status)
        controller.close()
        return
      }
      if (fresh) {
        for (const object of store.list(printGroupResource(query.kind))) {
          if (isWatched(object, query)) send('ADDED', withApiVersion(object, query.kind))
        }
      } else for (const event of store.eventsAfter(revision)) report(event)

      const unsubscribe = store.subscribe(report)
      const end = (): void => {
        stop()
        if (query.bookmarks) send('BOOKMARK', bookmark(store, query.kind))
        controller.close()
      }
      const seconds = query.timeoutSeconds
      const timer = seconds === undefined || seconds === 0 ? undefined : setTimeout(end, seconds * 1000)
      stop = () => {
        clearTimeout(timer)
        unsubscribe()
        open.delete(end)
      }
      open.add(end)
    },
    cancel: () => stop(),
  })
  return new Response(stream, { headers: { 'content-type': 'application/json' } })
}

const isWatched = (object: JsonObject | undefined, query: WatchQuery): object is JsonObject =>
  object !== undefined &&
  (query.namespace === undefined || readMetadata(object).namespace === query.namespace) &&
  query.selects(object)

// An object that comes into the selection is added to it, one that leaves it is deleted from it.
function translateEvent(
  event: StoreEvent,
  query: WatchQuery,
): { readonly type: string; readonly object: JsonObject } | undefined {
  if (event.resource !== printGroupResource(query.kind)) return undefined
  const now = event.type !== 'DELETED' && isWatched(event.object, query)
  const before = isWatched(event.previous, query)
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object: event.object }
  if (!before || event.previous === undefined) return undefined
  const object = event.type === 'DELETED' ? event.object : event.previous
  return { type: 'DELETED', object: withMetadata(object, { resourceVersion: String(event.revision) }) }
}

const withApiVersion = (object: JsonObject, kind: ResourceKind): JsonObject =>
  withMembers(object, { apiVersion: printApiVersion(kind) })

const bookmark = (store: Store, kind: ResourceKind): JsonObject => ({
  kind: kind.kind,
  apiVersion: printApiVersion(kind),
  metadata: { resourceVersion: String(store.revision()), creationTimestamp: null },
})

/** The refusal of a server without the WatchList feature, after which clients list and watch as ever. */
export const refuseInitialEvents = (): StatusFailure =>
  new StatusFailure(
    422,
    'Invalid',
    'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
    {
      details: {
        group: 'meta.k8s.io',
        kind: 'ListOptions',
        causes: [
          {
            reason: 'FieldValueForbidden',
            message:
              'Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
            field: 'sendInitialEvents',
          },
        ],
      },
    },
  )

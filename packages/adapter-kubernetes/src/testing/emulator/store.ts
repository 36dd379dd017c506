import type { JsonObject } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import type { StoreDirectory } from './store-directory.ts'

/** One change of an object: what a watch reports. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: string
  readonly revision: number
  readonly object: JsonObject
  readonly previous: JsonObject | undefined
}

/** The objects by resource (`deployments.apps`), with one revision counter for all, and the history of changes. */
export interface Store {
  readonly revision: () => number
  /** The oldest revision that can still be listed or watched from. */
  readonly oldestRevision: () => number
  readonly get: (resource: string, namespace: string | undefined, name: string) => JsonObject | undefined
  /** In the server's order: by namespace, then name. */
  readonly list: (resource: string) => readonly JsonObject[]
  readonly listAt: (resource: string, revision: number) => readonly JsonObject[]
  readonly all: () => readonly JsonObject[]
  readonly put: (resource: string, object: JsonObject) => JsonObject
  readonly remove: (resource: string, object: JsonObject) => JsonObject
  readonly eventsAfter: (revision: number) => readonly StoreEvent[]
  readonly subscribe: (listener: (event: StoreEvent) => void) => () => void
  readonly compact: () => void
}

export function createStore(directory?: StoreDirectory): Store {
  const resources = new Map<string, Map<string, JsonObject>>()
  const listeners = new Set<(event: StoreEvent) => void>()
  let events: StoreEvent[] = []
  const loaded = directory?.load()
  let revision = loaded?.revision ?? 1
  let oldest = revision

  const keysOf = (resource: string): Map<string, JsonObject> => {
    const present = resources.get(resource) ?? new Map<string, JsonObject>()
    resources.set(resource, present)
    return present
  }
  for (const { resource, object } of loaded?.objects ?? []) keysOf(resource).set(objectKey(object), object)

  const record = (event: StoreEvent): void => {
    events.push(event)
    directory?.save(event.resource, event.object, event.type === 'DELETED', revision)
    for (const listener of [...listeners]) listener(event)
  }

  return {
    revision: () => revision,
    oldestRevision: () => oldest,
    get: (resource, namespace, name) => resources.get(resource)?.get(`${namespace ?? ''}/${name}`),
    list: (resource) => inOrder(resources.get(resource) ?? new Map()),
    listAt: (resource, wanted) => {
      const state = new Map(resources.get(resource))
      for (const event of events.toReversed()) {
        if (event.revision <= wanted) break
        if (event.resource !== resource) continue
        if (event.previous === undefined) state.delete(objectKey(event.object))
        else state.set(objectKey(event.object), event.previous)
      }
      return inOrder(state)
    },
    all: () => [...resources.keys()].sort().flatMap((resource) => inOrder(keysOf(resource))),
    put: (resource, object) => {
      revision += 1
      const key = objectKey(object)
      const previous = keysOf(resource).get(key)
      const stored = withMetadata(object, { resourceVersion: String(revision) })
      keysOf(resource).set(key, stored)
      record({
        type: previous === undefined ? 'ADDED' : 'MODIFIED',
        resource,
        revision,
        object: stored,
        previous,
      })
      return stored
    },
    remove: (resource, object) => {
      revision += 1
      const key = objectKey(object)
      const previous = keysOf(resource).get(key)
      keysOf(resource).delete(key)
      const last = withMetadata(object, { resourceVersion: String(revision) })
      record({ type: 'DELETED', resource, revision, object: last, previous })
      return last
    },
    eventsAfter: (wanted) => events.filter((event) => event.revision > wanted),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    compact: () => {
      revision += 1
      oldest = revision
      events = []
    },
  }
}

/** Where an object stands in the server's order. */
export function objectKey(object: JsonObject): string {
  const { namespace, name } = readMetadata(object)
  return `${namespace ?? ''}/${name ?? ''}`
}

function inOrder(objects: ReadonlyMap<string, JsonObject>): readonly JsonObject[] {
  return [...objects].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object)
}

import { fullCapabilities } from '../contract/capabilities.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { AnnotationOutcome, ResourceAnnotation } from '../contract/resource-annotator.ts'
import type { ResourceQuery, ResourceSource } from '../contract/resource-source.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import type { FieldPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { formatResourceKey, type ResourceIdentity, type ResourceKey } from '../model/resource-identity.ts'
import { setField } from '../model/set-field.ts'
import { readIdentity } from '../parse/read-identity.ts'
import { abortedError, checkAborted } from './check-aborted.ts'
import { readOnlyError } from './check-writable.ts'
import { recordFieldWriter, recordWholeWriter } from './managed-fields.ts'
import { matchesSelector } from './matches-selector.ts'
import { createTestClock } from './test-clock.ts'

/** How a {@link MemoryCluster} is made. */
export interface MemoryClusterOptions {
  /** Default: `cluster:memory`. */
  readonly name?: string | undefined
  /** Live objects as they are, managedFields included where they have any. Default: none. */
  readonly objects?: readonly JsonObject[] | undefined
  /** The context's own namespace, which an identity without one means. Default: `default`. */
  readonly namespace?: string | undefined
  /** The time of edits, in milliseconds since 1970; default: a clock that stands still. */
  readonly now?: (() => number) | undefined
}

/** A cluster in memory: an endpoint, and beside it what its users and deployers do. */
export interface MemoryCluster extends Endpoint {
  readonly resources: ResourceSource
  /** Creates or replaces an object; every field of it is the manager's then. */
  apply(object: JsonObject, manager: string): void
  /** Sets one field, or removes it; recorded where the object has managedFields. Throws a RangeError for no object. */
  edit(resource: ResourceKey, path: FieldPath, value: Tree, manager: string): void
  /** Deletes an object; tells whether there was one. */
  remove(resource: ResourceKey): boolean
  /** All objects by key, read past the endpoint. */
  objects(): Readonly<Record<ResourceKey, JsonObject>>
}

/** Makes a cluster in memory. Throws a RangeError for an object without apiVersion, kind or name. */
export function createMemoryCluster(options: MemoryClusterOptions = {}): MemoryCluster {
  const name = options.name ?? 'cluster:memory'
  const namespace = options.namespace ?? 'default'
  const now = options.now ?? createTestClock().now
  const objects = new Map<ResourceKey, JsonObject>()
  let versions = 0
  const put = (object: JsonObject) => {
    versions += 1
    objects.set(formatResourceKey(identify(object)), withMetadata(object, { resourceVersion: `${versions}` }))
  }
  for (const object of options.objects ?? []) put(object)
  const writerOf = (manager: string) => ({ manager, at: new Date(now()).toISOString() })
  function edit(resource: ResourceKey, path: FieldPath, value: Tree, manager: string): void {
    const object = objects.get(resource)
    const changed = object === undefined ? undefined : setField(object, path, value)
    if (!isJsonObject(changed)) throw new RangeError(`there is no ${resource}`)
    const entries = managedFieldsOf(changed)
    const managedFields = entries && recordFieldWriter(entries, path, writerOf(manager))
    put(managedFields === undefined ? changed : withMetadata(changed, { managedFields }))
  }

  function annotate({ identity, resourceVersion, annotations }: ResourceAnnotation): AnnotationOutcome {
    const key = formatResourceKey(identity)
    const object = objects.get(key)
    const refuse = (kind: 'not-found' | 'lost-race', message: string): AnnotationOutcome => ({
      kind: kind === 'not-found' ? 'refused' : kind,
      identity,
      error: new AdapterError({ kind, endpoint: name, message, next: 'read it again' }),
    })
    if (object === undefined) return refuse('not-found', `there is no ${key}`)
    if (getField(object, ['metadata', 'resourceVersion']) !== resourceVersion)
      return refuse('lost-race', `${key} has changed`)
    for (const [annotation, value] of Object.entries(annotations))
      edit(key, ['metadata', 'annotations', annotation], value ?? undefined, 'tideway')
    return { kind: 'written', identity }
  }

  return {
    specVersion: 1,
    name,
    capabilities: fullCapabilities,
    annotator: {
      async *annotate(changes, call) {
        for (const change of changes) {
          const error = call.signal.aborted
            ? abortedError(name)
            : call.readOnly
              ? readOnlyError(name)
              : undefined
          yield error === undefined ? annotate(change) : { kind: 'refused', identity: change.identity, error }
        }
      },
    },
    resources: {
      place: `namespace ${namespace} of ${name}`,
      async *resources(query, call) {
        checkAborted(call, name)
        for (const resource of kindsOf(query)) {
          for (const object of [...objects.values()]) {
            const identity = identify(object)
            const isKind = identity.kind === resource.kind && identity.group === resource.group
            if (!isKind || !isWanted(identity, object, query, namespace)) continue
            yield { kind: 'object', identity, object }
            checkAborted(call, name)
          }
          yield { kind: 'complete', resource }
        }
      },
    },
    close: async () => {},
    apply(object, manager) {
      const entry = recordWholeWriter(object, writerOf(manager))
      put(withMetadata(object, { managedFields: [entry] }))
    },
    edit,
    remove: (resource) => objects.delete(resource),
    objects: () => Object.fromEntries(objects),
  }
}

function identify(object: JsonObject): ResourceIdentity {
  const read = readIdentity(object)
  if (read.kind === 'identity') return read.identity
  throw new RangeError(`an object of a cluster is no resource: ${read.reason}`)
}

function kindsOf(query: ResourceQuery) {
  const kinds = [...query.kinds, ...query.identities].map(({ group, kind }) => ({ group, kind }))
  return [...new Map(kinds.map((kind) => [JSON.stringify(kind), kind])).values()]
}

function isWanted(
  identity: ResourceIdentity,
  object: JsonObject,
  query: ResourceQuery,
  namespace: string,
): boolean {
  const isNamed = query.identities.some(
    (wanted) =>
      wanted.group === identity.group &&
      wanted.kind === identity.kind &&
      wanted.name === identity.name &&
      [wanted.namespace || namespace, wanted.namespace].includes(identity.namespace),
  )
  if (isNamed) return true
  const isListed = query.kinds.some(({ group, kind }) => group === identity.group && kind === identity.kind)
  const { namespaces = [namespace] } = query
  const isPlaced = namespaces === 'all' || ['', ...namespaces].includes(identity.namespace)
  return isListed && isPlaced && matchesSelector(labelsOf(object), query.labelSelector ?? '')
}

function labelsOf(object: JsonObject): JsonObject {
  const metadata = object['metadata']
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined
  return isJsonObject(labels) ? labels : {}
}

function managedFieldsOf(object: JsonObject): readonly Json[] | undefined {
  const metadata = object['metadata']
  const managed = isJsonObject(metadata) ? metadata['managedFields'] : undefined
  return isJsonList(managed) ? managed : undefined
}

function withMetadata(object: JsonObject, more: JsonObject): JsonObject {
  const metadata = object['metadata']
  return { ...object, metadata: { ...(isJsonObject(metadata) ? metadata : {}), ...more } }
}

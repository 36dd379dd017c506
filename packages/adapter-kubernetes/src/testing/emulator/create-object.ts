import { namespaceKind } from './built-in-kinds.ts'
import { checkObject } from './check-object.ts'
import {
  type Cluster,
  findObject,
  inStorageVersion,
  printTime,
  type Target,
  type WriteOptions,
} from './cluster.ts'
import { type JsonObject, objectAt, textAt, withMembers } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import { prepareObject } from './prepare-object.ts'
import { printGroupResource, type ResourceKind } from './resource-kind.ts'
import { alreadyExists, forbidden, internalFailure, invalid, notFound } from './status-failure.ts'
import { trackUpdate } from './track-update.ts'

/** Creates an object in a collection and returns it as stored. */
export function createObject(
  cluster: Cluster,
  kind: ResourceKind,
  namespace: string | undefined,
  submitted: JsonObject,
  options: WriteOptions,
): JsonObject {
  const target = { kind, namespace, name: chooseName(cluster, kind, submitted), subresource: undefined }
  const object = initializeObject(cluster, target, submitted)
  const time = textAt(objectAt(object, 'metadata'), 'creationTimestamp') ?? ''
  const writer = { manager: options.manager, subresource: undefined, time }
  const tracked = trackUpdate({}, prepareObject(cluster, kind, object), kind, writer)
  return storeNew(cluster, target, tracked, options)
}

/** A new object with what the server sets: identity, creation time, generation; without status or owners. */
export function initializeObject(cluster: Cluster, target: Target, submitted: JsonObject): JsonObject {
  const { kind, name } = target
  const object = checkObject(submitted, target)
  if (readMetadata(object).resourceVersion !== undefined) {
    throw internalFailure('resourceVersion should not be set on objects to be created')
  }
  if (findObject(cluster, target) !== undefined) throw alreadyExists(kind, name)
  checkNamespace(cluster, target)
  const initialized = withMetadata(object, {
    uid: cluster.newUid(),
    creationTimestamp: printTime(cluster.now()),
    generation: kind.hasGeneration ? 1 : undefined,
    deletionTimestamp: undefined,
    selfLink: undefined,
  })
  return kind.statusSubresource ? withMembers(initialized, { status: undefined }) : initialized
}

/** Stores a new object; a dry run returns it without a resourceVersion. */
export function storeNew(
  cluster: Cluster,
  target: Target,
  object: JsonObject,
  options: WriteOptions,
): JsonObject {
  if (options.dryRun) return object
  return cluster.store.put(printGroupResource(target.kind), inStorageVersion(cluster, target.kind, object))
}

function chooseName(cluster: Cluster, kind: ResourceKind, object: JsonObject): string {
  const metadata = objectAt(object, 'metadata')
  const name = textAt(metadata, 'name') ?? ''
  const prefix = textAt(metadata, 'generateName') ?? ''
  if (name !== '') return name
  if (prefix !== '') return `${prefix}${cluster.newUid().slice(-5)}`
  throw invalid(kind, '', [
    {
      reason: 'FieldValueRequired',
      field: 'metadata.name',
      message: 'Required value: name or generateName is required',
    },
  ])
}

function checkNamespace(cluster: Cluster, { kind, namespace, name }: Target): void {
  if (!kind.namespaced || namespace === undefined) return
  const found = findObject(cluster, {
    kind: namespaceKind,
    namespace: undefined,
    name: namespace,
    subresource: undefined,
  })
  if (found === undefined) throw notFound(namespaceKind, namespace)
  if (readMetadata(found).deletionTimestamp !== undefined) {
    throw forbidden(
      kind,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    )
  }
}

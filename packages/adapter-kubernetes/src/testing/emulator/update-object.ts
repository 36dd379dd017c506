import { isDeepStrictEqual } from 'node:util'
import { checkObject } from './check-object.ts'
import { type Cluster, inStorageVersion, printTime, type Target, type WriteOptions } from './cluster.ts'
import { finishDeletions } from './delete-object.ts'
import { type JsonObject, objectAt, withMembers } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import { prepareObject } from './prepare-object.ts'
import { printGroupResource, type ResourceKind } from './resource-kind.ts'
import { invalid, objectModified, preconditionFailed } from './status-failure.ts'
import { trackUpdate } from './track-update.ts'

/** Replaces an object; refused with 409 where the submitted resourceVersion or uid is not the live one. */
export function updateObject(
  cluster: Cluster,
  target: Target,
  live: JsonObject,
  submitted: JsonObject,
  options: WriteOptions,
): JsonObject {
  const next = confineUpdate(target, live, checkObject(submitted, target))
  const writer = { manager: options.manager, subresource: target.subresource, time: printTime(cluster.now()) }
  const tracked = trackUpdate(live, prepareObject(cluster, target.kind, next), target.kind, writer)
  return storeUpdate(cluster, target, live, tracked, options)
}

/** Refuses a PUT without a resourceVersion for the kinds that need one. */
export function requireRevision(kind: ResourceKind, name: string, submitted: JsonObject): void {
  if (kind.builtIn && kind.kind !== 'CustomResourceDefinition') return
  if (readMetadata(submitted).resourceVersion !== undefined) return
  const message = 'Invalid value: 0: must be specified for an update'
  // The real server, too, names the resource where a refusal has the kind.
  const resource = { group: kind.group, kind: kind.plural }
  throw invalid(resource, name, [{ reason: 'FieldValueInvalid', field: 'metadata.resourceVersion', message }])
}

/**
 * What a write may change: identity and the server's own metadata stay, and where there is a status subresource,
 * it changes only the status and everything else changes all but the status.
 */
export function confineUpdate(target: Target, live: JsonObject, submitted: JsonObject): JsonObject {
  const { kind, name, subresource } = target
  const before = readMetadata(live)
  const given = readMetadata(submitted)
  if (given.uid !== undefined && given.uid !== before.uid) {
    throw preconditionFailed(kind, name, 'UID', given.uid, before.uid ?? '')
  }
  if (given.resourceVersion !== undefined && given.resourceVersion !== before.resourceVersion) {
    throw objectModified(kind, name)
  }
  const metadata = objectAt(live, 'metadata')
  const kept = withMetadata(submitted, {
    uid: before.uid,
    resourceVersion: before.resourceVersion,
    generation: before.generation,
    creationTimestamp: metadata['creationTimestamp'],
    deletionTimestamp: before.deletionTimestamp,
    deletionGracePeriodSeconds: metadata['deletionGracePeriodSeconds'],
  })
  if (subresource === 'status') {
    const { managedFields } = objectAt(submitted, 'metadata')
    return withMembers(withMetadata(live, { managedFields }), {
      apiVersion: submitted['apiVersion'],
      status: submitted['status'],
    })
  }
  return kind.statusSubresource ? withMembers(kept, { status: live['status'] }) : kept
}

/** Stores the next state of an object: nothing where nothing changed, and the end of it with its last finalizer. */
export function storeUpdate(
  cluster: Cluster,
  target: Target,
  live: JsonObject,
  next: JsonObject,
  options: WriteOptions,
): JsonObject {
  const { kind } = target
  const generation = readMetadata(live).generation ?? 0
  const desires = !isDeepStrictEqual(desired(live, kind), desired(next, kind))
  const stored = inStorageVersion(cluster, kind, next)
  const counted =
    kind.hasGeneration && desires ? withMetadata(stored, { generation: generation + 1 }) : stored
  if (isDeepStrictEqual(counted, live) || options.dryRun) return counted
  const { deletionTimestamp, finalizers } = readMetadata(counted)
  const resource = printGroupResource(kind)
  if (deletionTimestamp === undefined || finalizers.length > 0) return cluster.store.put(resource, counted)
  const last = cluster.store.remove(resource, counted)
  finishDeletions(cluster)
  return last
}

// What generation counts: everything but the metadata, and the status where it is a subresource.
function desired(object: JsonObject, kind: ResourceKind): JsonObject {
  const rest = withMembers(object, { metadata: undefined, apiVersion: undefined, kind: undefined })
  return kind.statusSubresource ? withMembers(rest, { status: undefined }) : rest
}

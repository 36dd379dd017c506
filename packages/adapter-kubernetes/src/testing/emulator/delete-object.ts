import { z } from 'zod'
import { definitionKind, namespaceKind } from './built-in-kinds.ts'
import { type Cluster, findDependents, printTime, type Target, type WriteOptions } from './cluster.ts'
import { type JsonObject, withMembers } from './json.ts'
import { readMetadata, withMetadata } from './object-metadata.ts'
import { printGroupResource, type ResourceKind } from './resource-kind.ts'
import { badRequest, notModelled, preconditionFailed } from './status-failure.ts'

/** The `DeleteOptions` that a request may carry in its body. */
export interface DeleteOptions {
  readonly propagationPolicy?: string | undefined
  readonly dryRun?: readonly string[] | undefined
  readonly preconditions?:
    | { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined }
    | undefined
}

const deleteOptionsSchema: z.ZodType<DeleteOptions> = z.object({
  propagationPolicy: z.string().optional(),
  dryRun: z.array(z.string()).optional(),
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).optional(),
})

/** Reads `DeleteOptions`; owner references are not followed, so a foreground deletion is refused. */
export function readDeleteOptions(body: JsonObject | undefined): DeleteOptions {
  const parsed = deleteOptionsSchema.safeParse(body ?? {})
  if (!parsed.success) throw badRequest(`converting DeleteOptions: ${parsed.error.message}`)
  if (parsed.data.propagationPolicy === 'Foreground') throw notModelled('foreground deletion')
  return parsed.data
}

/**
 * Deletes an object: at once, or where it has finalizers it gets a deletionTimestamp and stays until they are gone.
 * A namespace goes with its content, a definition with its instances. Returns the answer's body.
 */
export function deleteObject(
  cluster: Cluster,
  target: Target,
  live: JsonObject,
  deletion: DeleteOptions,
  options: Pick<WriteOptions, 'dryRun'>,
): JsonObject {
  const { kind, name } = target
  const { uid, resourceVersion } = readMetadata(live)
  const wanted = deletion.preconditions
  if (wanted?.uid !== undefined && wanted.uid !== uid)
    throw preconditionFailed(kind, name, 'UID', wanted.uid, uid ?? '')
  if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    throw preconditionFailed(kind, name, 'ResourceVersion', wanted.resourceVersion, resourceVersion ?? '')
  }
  const waits = readMetadata(live).finalizers.length > 0
  const holds = isHolder(kind) && findDependents(cluster, kind, live).length > 0
  const answer = waits || holds ? markDeleted(cluster, kind, live) : describeDeletion(target, uid)
  if (options.dryRun || deletion.dryRun?.includes('All')) return answer
  return removeObject(cluster, kind, live) ?? describeDeletion(target, uid)
}

/** Removes what was only waiting for its content to go. */
export function finishDeletions(cluster: Cluster): void {
  for (const kind of [namespaceKind, definitionKind]) {
    const resource = printGroupResource(kind)
    for (const object of cluster.store.list(resource)) {
      const { deletionTimestamp, finalizers } = readMetadata(object)
      if (deletionTimestamp === undefined || finalizers.length > 0) continue
      if (findDependents(cluster, kind, object).length === 0) cluster.store.remove(resource, object)
    }
  }
}

// Returns the object as marked where it could not go at once.
function removeObject(cluster: Cluster, kind: ResourceKind, live: JsonObject): JsonObject | undefined {
  const resource = printGroupResource(kind)
  const holds = isHolder(kind)
  if (readMetadata(live).finalizers.length === 0 && !holds) {
    cluster.store.remove(resource, live)
    finishDeletions(cluster)
    return undefined
  }
  const marked = markDeleted(cluster, kind, live)
  const stored = marked === live ? live : cluster.store.put(resource, marked)
  for (const dependent of findDependents(cluster, kind, live))
    removeObject(cluster, dependent.kind, dependent.object)
  finishDeletions(cluster)
  return stored
}

const isHolder = (kind: ResourceKind): boolean => kind === namespaceKind || kind === definitionKind

function markDeleted(cluster: Cluster, kind: ResourceKind, live: JsonObject): JsonObject {
  const { deletionTimestamp, generation } = readMetadata(live)
  if (deletionTimestamp !== undefined) return live
  const marked = withMetadata(live, {
    deletionTimestamp: printTime(cluster.now()),
    deletionGracePeriodSeconds: 0,
    generation: kind.hasGeneration ? (generation ?? 0) + 1 : undefined,
  })
  return kind === namespaceKind ? { ...marked, status: { phase: 'Terminating' } } : marked
}

function describeDeletion({ kind, name }: Target, uid: string | undefined): JsonObject {
  const group = kind.group === '' ? undefined : kind.group
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: withMembers({}, { name, group, kind: kind.plural, uid }),
  }
}

import { emulatorHeader } from '@tideway/core'
import { type Cluster, findObject, type Target, type WriteOptions } from './cluster.ts'
import { createObject } from './create-object.ts'
import { deleteObject } from './delete-object.ts'
import { createFaultInjector, type Fault } from './faults.ts'
import { type JsonObject, textAt } from './json.ts'
import { createKinds } from './kinds.ts'
import { applyMergePatch } from './merge-patch.ts'
import { readMetadata } from './object-metadata.ts'
import type { RequestRecord } from './request-record.ts'
import { printApiVersion } from './resource-kind.ts'
import { route } from './route.ts'
import { badRequest, notFound, resourceNotServed, StatusFailure } from './status-failure.ts'
import { createStore, type Store } from './store.ts'
import { openStoreDirectory } from './store-directory.ts'
import { updateObject } from './update-object.ts'
import { authenticate, type EmulatorUser, type Peer } from './users.ts'
import type { OpenWatches } from './watch-objects.ts'

/** How an emulator is set up. */
export interface KubernetesEmulatorOptions {
  /** What is there at the start besides the namespaces `default` and `kube-system`; what exists already is left. */
  readonly objects?: readonly JsonObject[]
  /** Who may use it. Default: everybody, for everything. */
  readonly users?: readonly EmulatorUser[]
  /** Keeps the objects in this directory, and starts with what is in it. Default: in memory only. */
  readonly directory?: string
  /** Default: starts at 2026-01-01T00:00:00Z and goes on by a second with each reading. */
  readonly now?: () => Date
  /** Default: counts up. */
  readonly newUid?: () => string
  /** A mutating admission step for every object that is written, to fill in defaults. Default: changes nothing. */
  readonly admit?: (object: JsonObject) => JsonObject
}

/** Names one object, by kind and not by version. */
export interface ObjectReference {
  /** Default: the core group. */
  readonly group?: string
  readonly kind: string
  /** Leave out for a cluster-scoped object. */
  readonly namespace?: string
  readonly name: string
}

/**
 * An emulator of a Kubernetes API server: a model of what is documented of it, accepted by real kubectl, and
 * not a test on Kubernetes. JSON only; schemas are published and not enforced; no controllers but those for namespaces
 * and definitions.
 */
export interface KubernetesEmulator {
  /** Answers a request; rejects with a `ConnectionCut` where a fault ends the connection. */
  readonly handle: (request: Request, peer?: Peer) => Promise<Response>
  /** Everything that is stored now, in the storage version. */
  readonly objects: () => readonly JsonObject[]
  readonly object: (reference: ObjectReference) => JsonObject | undefined
  /** Creates objects past all users and faults; namespaces and definitions first. Default manager: `kubectl-create`. */
  readonly create: (objects: readonly JsonObject[], options?: { readonly manager?: string }) => void
  /**
   * Changes an object as a person does: by a JSON merge patch, or by a function. Default manager: `kubectl-edit`.
   * With `subresource: 'status'` as a controller does that reports.
   */
  readonly edit: (
    reference: ObjectReference,
    change: JsonObject | ((object: JsonObject) => JsonObject),
    options?: { readonly manager?: string; readonly subresource?: 'status' },
  ) => JsonObject
  readonly remove: (reference: ObjectReference) => void
  /** Forgets the history: older resourceVersions and continue tokens are refused with 410 from now on. */
  readonly compact: () => void
  /** Ends every open watch, as a server that restarts. */
  readonly endWatches: () => void
  /** The rules by which requests go wrong; change it at any time. */
  readonly faults: Fault[]
  readonly requests: readonly RequestRecord[]
}

/** Creates an emulator; throws where the objects to start with are refused. */
export function createKubernetesEmulator(options: KubernetesEmulatorOptions = {}): KubernetesEmulator {
  const store = createStore(
    options.directory === undefined ? undefined : openStoreDirectory(options.directory),
  )
  const kinds = createKinds(store)
  const now = options.now ?? createTickingClock()
  const newUid = options.newUid ?? createUidCounter(store)
  const cluster: Cluster = { store, kinds, now, newUid, admit: options.admit ?? ((object) => object) }
  const watches: OpenWatches = new Set()
  const faults: Fault[] = []
  const requests: RequestRecord[] = []
  const inject = createFaultInjector(faults)

  const answer = async (request: Request, peer: Peer | undefined): Promise<Response> => {
    try {
      return await route(cluster, watches, authenticate(options.users, request, peer), request)
    } catch (error) {
      return Response.json(...describeFailure(error))
    }
  }
  const locate = (reference: ObjectReference, subresource?: 'status'): Target => {
    const kind = kinds.byKind(reference.group ?? '', reference.kind)
    if (kind === undefined) throw resourceNotServed()
    return { kind, namespace: reference.namespace, name: reference.name, subresource }
  }
  const need = (target: Target): JsonObject => {
    const live = findObject(cluster, target)
    if (live === undefined) throw notFound(target.kind, target.name)
    return live
  }
  const create = (objects: readonly JsonObject[], manager: string, skipPresent: boolean): void => {
    for (const object of creationOrder(objects))
      createSeed(cluster, object, { manager, dryRun: false }, skipPresent)
  }

  create([...firstNamespaces, ...(options.objects ?? [])], 'kubectl-create', true)
  return {
    handle: async (request, peer) => {
      const { pathname, search } = new URL(request.url)
      const record = { method: request.method, path: pathname, query: search.slice(1) }
      try {
        const response = await inject(record, () => answer(request, peer))
        requests.push({ ...record, status: response.status })
        if (response.type !== 'error') response.headers.set(emulatorHeader, 'Kubernetes')
        return response
      } catch (error) {
        requests.push({ ...record, status: 'cut' })
        throw error
      }
    },
    objects: () => structuredClone(store.all()),
    object: (reference) => structuredClone(findObject(cluster, locate(reference))),
    create: (objects, { manager = 'kubectl-create' } = {}) => create(objects, manager, false),
    edit: (reference, change, { manager = 'kubectl-edit', subresource } = {}) => {
      const target = locate(reference, subresource)
      const live = { ...need(target), apiVersion: printApiVersion(target.kind) }
      const changed =
        typeof change === 'function' ? change(structuredClone(live)) : applyMergePatch(live, change)
      return structuredClone(updateObject(cluster, target, need(target), changed, { manager, dryRun: false }))
    },
    remove: (reference) => {
      const target = locate(reference)
      deleteObject(cluster, target, need(target), {}, { dryRun: false })
    },
    compact: store.compact,
    endWatches: () => {
      for (const end of [...watches]) end()
    },
    faults,
    requests,
  }
}

const firstNamespaces: readonly JsonObject[] = ['default', 'kube-system'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}))

const firstKinds = ['Namespace', 'CustomResourceDefinition']
const creationOrder = (objects: readonly JsonObject[]): readonly JsonObject[] =>
  objects.toSorted((left, right) => rank(left) - rank(right))
const rank = (object: JsonObject): number => (firstKinds.includes(textAt(object, 'kind') ?? '') ? 0 : 1)

function createSeed(cluster: Cluster, object: JsonObject, options: WriteOptions, skipPresent: boolean): void {
  const apiVersion = textAt(object, 'apiVersion') ?? ''
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  const kind = cluster.kinds.byKind(group, textAt(object, 'kind') ?? '', apiVersion.slice(slash + 1))
  if (kind === undefined) {
    throw badRequest(`no matches for kind "${textAt(object, 'kind')}" in version "${apiVersion}"`)
  }
  const { namespace: given, name = '' } = readMetadata(object)
  const namespace = kind.namespaced ? (given ?? 'default') : undefined
  const present = findObject(cluster, { kind, namespace, name, subresource: undefined })
  if (!(skipPresent && present !== undefined)) createObject(cluster, kind, namespace, object, options)
}

function createTickingClock(): () => Date {
  let milliseconds = Date.UTC(2026, 0, 1)
  return () => {
    const reading = new Date(milliseconds)
    milliseconds += 1000
    return reading
  }
}

// Goes on past what a kept directory has used, and past the revisions, of which every lost object took one.
function createUidCounter(store: Store): () => string {
  const used = store.all().map((object) => Number(readMetadata(object).uid?.slice(-12)))
  let count = used
    .filter(Number.isInteger)
    .reduce((highest, next) => Math.max(highest, next), store.revision())
  return () => {
    count += 1
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`
  }
}

function describeFailure(error: unknown): [JsonObject, { status: number; headers?: Record<string, string> }] {
  if (error instanceof StatusFailure) return [error.status, { status: error.code }]
  const message = `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`
  return [new StatusFailure(500, 'InternalError', message).status, { status: 500 }]
}

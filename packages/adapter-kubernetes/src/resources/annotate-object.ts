import { AdapterError, type AnnotationOutcome, type Call, type ResourceAnnotation } from '@tideway/core'
import type { Cluster } from './cluster.ts'
import { serverObject } from './live-object.ts'
import { printPlace, resourcePath } from './resource-path.ts'

/**
 * Sets and removes annotations of one object by a merge patch that names the `resourceVersion` which was read: the
 * server refuses it once anything has changed. It is sent once; what became of a lost answer is unknown.
 */
export async function annotateObject(
  cluster: Cluster,
  change: ResourceAnnotation,
  call: Call,
): Promise<AnnotationOutcome> {
  const { identity, resourceVersion, annotations } = change
  if (call.readOnly) {
    const error = new AdapterError({
      kind: 'forbidden',
      endpoint: cluster.endpoint,
      message: 'nothing is annotated, since the run may only read',
      next: 'unset TIDEWAY_READ_ONLY, or set the environment’s mode to write',
    })
    return { kind: 'refused', identity, error }
  }
  try {
    const discovered = await cluster.discovery.find(identity, call)
    if (discovered.kind !== 'served') return { kind: 'refused', identity, error: discovered.error }
    const { served } = discovered
    const place = { served, namespace: served.namespaced ? identity.namespace || cluster.namespace : '' }
    const reply = await cluster.client.send(
      {
        method: 'PATCH',
        path: resourcePath(place, identity.name),
        query: { fieldManager: 'tideway' },
        purpose: `annotate ${identity.name} among ${printPlace(place)}`,
        body: { metadata: { resourceVersion, annotations } },
        type: 'application/merge-patch+json',
        repeatable: false,
      },
      serverObject,
      call,
    )
    if (reply.kind === 'answered') return { kind: 'written', identity }
    const kind =
      reply.error.kind === 'lost-race' ? 'lost-race' : isAnswer(reply.status) ? 'refused' : 'unknown'
    return { kind, identity, error: reply.error }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    const isSent =
      error.kind === 'unavailable' || error.kind === 'aborted' || error.kind === 'invalid-response'
    return { kind: isSent ? 'unknown' : 'refused', identity, error }
  }
}

// After a server error nobody knows whether the change was made.
function isAnswer(status: number | undefined): boolean {
  return status !== undefined && status < 500
}

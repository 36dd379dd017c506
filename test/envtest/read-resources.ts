import { createKubernetes, type KubernetesOptions } from '@tideway/adapter-kubernetes'
import { kubeconfigFor } from '@tideway/adapter-kubernetes/testing'
import type { Endpoint, JsonObject, ResourceQuery } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import type { ApiServerAccess } from './start-api-server.ts'

/** What a query yielded: the objects, the kinds that were read whole, and by kind why one could not be. */
export interface ReadResources {
  readonly objects: readonly JsonObject[]
  readonly complete: readonly string[]
  readonly unknown: Readonly<Record<string, string>>
}

/** Connects the adapter over TLS, as the owner of a token. */
export function connectEndpoint(
  access: ApiServerAccess,
  token: string = access.adminToken,
  options: KubernetesOptions = {},
): Promise<Endpoint> {
  const { url: server, certificateAuthority } = access
  const kubeconfig = kubeconfigFor({ server, certificateAuthority, token, context: 'real' })
  return createKubernetes({ kubeconfig, ...options }).connect(createTestCall())
}

/** Reads all that a query yields. */
export async function readResources(
  endpoint: Endpoint,
  query: Partial<ResourceQuery>,
): Promise<ReadResources> {
  const objects: JsonObject[] = []
  const complete: string[] = []
  const unknown: Record<string, string> = {}
  const stream = endpoint.resources?.resources({ kinds: [], identities: [], ...query }, createTestCall())
  if (stream === undefined) throw new Error(`${endpoint.name} has no resources`)
  for await (const result of stream) {
    if (result.kind === 'object') objects.push(result.object)
    else if (result.kind === 'complete') complete.push(result.resource.kind)
    else unknown[result.resource.kind] = result.error.kind
  }
  return { objects, complete, unknown }
}

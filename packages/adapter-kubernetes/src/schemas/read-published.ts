import {
  AdapterError,
  type Call,
  type JsonObject,
  type KindSchema,
  listKindSchemas,
  type ResourceKind,
  TidewayError,
} from '@tideway/core'
import { z } from 'zod'
import { apiPath } from '../discovery/create-discovery.ts'
import type { Cluster } from '../resources/cluster.ts'

/** The wanted kinds of one version of a group, or why they cannot be read. */
export type PublishedKinds =
  | { readonly kind: 'read'; readonly group: string; readonly schemas: readonly KindSchema[] }
  | { readonly kind: 'refused'; readonly group: string; readonly error: AdapterError }

const form = z.object({ components: z.object({ schemas: z.looseObject({}) }) })

// By reference: a document of some hundred kilobytes is not copied.
const published: z.ZodType<JsonObject> = z.custom<JsonObject>((value) => form.safeParse(value).success)

/** Reads the schemas that a server publishes of a version of a group (`apps/v1`), and keeps those of the wanted kinds. */
export async function readPublished(
  cluster: Cluster,
  apiVersion: string,
  kinds: readonly ResourceKind[],
  call: Call,
): Promise<PublishedKinds> {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const purpose = `read the schemas of ${apiVersion}`
  // Without the hash of the server's index, with which a server redirects as soon as a definition changes.
  const reply = await cluster.client.get(
    { path: `/openapi/v3${apiPath(apiVersion)}`, purpose },
    published,
    call,
  )
  if (reply.kind === 'refused') {
    const error = reply.status === 404 ? notPublished(cluster, purpose) : reply.error
    return { kind: 'refused', group, error }
  }
  const wanted = new Set(kinds.map((kind) => `${kind.kind}.${kind.group}`))
  try {
    const all = listKindSchemas(reply.value, (kind) => wanted.has(`${kind.kind}.${kind.group}`))
    // A document may repeat types of another version; what is said of those stands in their own.
    const schemas = all.filter((schema) => schema.group === group && schema.version === version)
    return { kind: 'read', group, schemas }
  } catch (cause) {
    if (!TidewayError.isInstance(cause)) throw cause
    return { kind: 'refused', group, error: notWhole(cluster, purpose, cause) }
  }
}

function notPublished({ endpoint }: Cluster, purpose: string): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: `could not ${purpose}: the server has this version and publishes none (before Kubernetes 1.24 none does)`,
    next: 'take them from the definitions: kubectl get crds -o yaml',
  })
}

function notWhole({ endpoint }: Cluster, purpose: string, cause: TidewayError): AdapterError {
  return new AdapterError({
    kind: cause.code === 'TIDEWAY_LIMIT_EXCEEDED' ? 'limit-exceeded' : 'invalid-response',
    endpoint,
    message: `could not ${purpose}: ${cause.problem}`,
    next: cause.next,
    cause,
  })
}

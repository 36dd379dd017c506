import { AdapterError, type Call, type ResourceKind, type SchemaResult } from '@tideway/core'
import type { Cluster } from '../resources/cluster.ts'
import { mapConcurrently } from '../resources/map-concurrently.ts'
import { type PublishedKinds, readPublished } from './read-published.ts'

/**
 * Reads the schemas of custom resources as the server publishes them under `/openapi/v3`, in all versions that it serves,
 * and only those of the groups that are asked for. Where one version of a group cannot be read, nothing is known of the
 * kind; that it is absent is what discovery says, never a document that lacks it.
 */
export async function* readSchemas(
  cluster: Cluster,
  kinds: readonly ResourceKind[],
  call: Call,
): AsyncGenerator<SchemaResult> {
  const versions: string[] = []
  for (const group of new Set(kinds.map((kind) => kind.group)))
    versions.push(...(await cluster.discovery.versions(group, call)))
  const read: PublishedKinds[] = []
  const readVersion = (version: string) => readPublished(cluster, version, kinds, call)
  for await (const found of mapConcurrently(versions, cluster.concurrency, readVersion)) read.push(found)
  for (const resource of kinds) yield await findSchemas(cluster, resource, read, call)
}

async function findSchemas(
  cluster: Cluster,
  resource: ResourceKind,
  read: readonly PublishedKinds[],
  call: Call,
): Promise<SchemaResult> {
  const { group, kind } = resource
  const ofGroup = read.filter((found) => found.group === group)
  const refused = ofGroup.find((found) => found.kind === 'refused')
  if (refused !== undefined) return { kind: 'unknown', resource, error: refused.error }
  const schemas = ofGroup.flatMap((found) => (found.kind === 'read' ? found.schemas : []))
  const ofKind = schemas.filter((schema) => schema.kind === kind)
  if (ofKind.length > 0) return { kind: 'schemas', resource, schemas: ofKind }
  const discovered = await cluster.discovery.find(resource, call)
  if (discovered.kind === 'served')
    return { kind: 'unknown', resource, error: notPublished(resource, cluster) }
  return discovered.kind === 'absent' ? { kind: 'absent', resource } : { ...discovered, resource }
}

// As of an aggregated API that publishes none, or of a definition that was made a moment ago.
function notPublished({ group, kind }: ResourceKind, { endpoint }: Cluster): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: `the server has the kind ${group === '' ? kind : `${kind}.${group}`}, and publishes no schema of it`,
    next: 'run again if it was defined a moment ago; else name files under normalize.schemas (kubectl get crds -o yaml)',
  })
}

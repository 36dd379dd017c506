import type { Call } from '../contract/call.ts'
import type {
  ResourceKind,
  ResourceQuery,
  ResourceResult,
  ResourceSource,
} from '../contract/resource-source.ts'
import { getField } from '../model/get-field.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import { formatResourceKey } from '../model/resource-identity.ts'
import { collect } from './collect.ts'
import type { HarnessSetup } from './harness.ts'
import { requireMember } from './require-member.ts'

/** A cluster without the objects of the suite, for `resourceSuite`. */
export interface ResourceSetup extends HarnessSetup {
  /** Puts objects into the cluster, in its namespaces `shop` and `other`. */
  seed(objects: readonly JsonObject[]): Promise<void>
}

// The least that an API server accepts.
const deploymentSpec = {
  replicas: 3,
  selector: { matchLabels: { app: 'shop' } },
  template: {
    metadata: { labels: { app: 'shop' } },
    spec: { containers: [{ name: 'web', image: 'shop.example/web:1' }] },
  },
}
/** What is seeded, and what asks for it. */
export const web: JsonObject = createObject('v1', 'ConfigMap', 'shop', 'web', { app: 'shop' })
export const objects: readonly JsonObject[] = [
  web,
  createObject('v1', 'ConfigMap', 'shop', 'db', { app: 'db' }),
  createObject('v1', 'ConfigMap', 'other', 'web', { app: 'shop' }),
  { ...createObject('apps/v1', 'Deployment', 'shop', 'web', { app: 'shop' }), spec: deploymentSpec },
]
export const configMap: ResourceKind = { group: '', kind: 'ConfigMap' }
export const deployment: ResourceKind = { group: 'apps', kind: 'Deployment' }
export const everything: ResourceQuery = {
  kinds: [configMap, deployment],
  identities: [],
  namespaces: ['shop'],
}

/** The source under test. */
export function resourcesOf(setup: ResourceSetup): ResourceSource {
  return requireMember(setup.endpoint.resources, 'resources')
}

/** Every item of a listing. */
export function list(setup: ResourceSetup, query: ResourceQuery): Promise<readonly ResourceResult[]> {
  return collect(resourcesOf(setup).resources(query, setup.call))
}

/** What the server would make of {@link web}; throws why that is not known. */
export async function predict(setup: ResourceSetup, call: Call = setup.call): Promise<JsonObject> {
  const resources = resourcesOf(setup)
  const prediction = requireMember(await resources.predict?.(web, call), 'resources.predict')
  if (prediction.kind === 'unknown') throw prediction.error
  return prediction.object
}

/**
 * The keys of the suite's own objects, sorted; a cluster has others too, for instance `kube-root-ca.crt` in every namespace.
 */
export function keysOf(found: readonly ResourceResult[]): readonly string[] {
  return found
    .flatMap((item) =>
      item.kind === 'object' && isOurs(item.object) ? [formatResourceKey(item.identity)] : [],
    )
    .sort()
}

function isOurs(object: JsonObject): boolean {
  const annotations = getField(object, ['metadata', 'annotations'])
  return isJsonObject(annotations) && annotations['x.example/odd'] === ''
}

/** The kinds that are complete. */
export function completed(found: readonly ResourceResult[]): string[] {
  return found.flatMap((item) => (item.kind === 'complete' ? [item.resource.kind] : []))
}

/** An object with the annotation that the suite knows its own by. */
export function createObject(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): JsonObject {
  const metadata = { name, namespace, labels, annotations: { 'x.example/odd': '' } }
  return { apiVersion, kind, metadata, ...(kind === 'ConfigMap' ? { data: { value: 'Grüße' } } : {}) }
}

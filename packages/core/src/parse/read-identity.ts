import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { ResourceIdentity } from '../model/resource-identity.ts'

/** A Kubernetes object's identity, or why it has none. */
export type IdentityResult =
  | { readonly kind: 'identity'; readonly identity: ResourceIdentity }
  | { readonly kind: 'refused'; readonly reason: string }

/** Reads group, kind, namespace and name of a Kubernetes object; an absent namespace is the empty string. */
export function readIdentity(value: JsonObject): IdentityResult {
  const apiVersion = value['apiVersion']
  const kind = value['kind']
  const metadata = value['metadata']
  if (typeof apiVersion !== 'string' || !/^([^/]+\/)?[^/]+$/.test(apiVersion)) {
    return { kind: 'refused', reason: 'it has no apiVersion of the form v1 or group/v1' }
  }
  if (typeof kind !== 'string' || !/^[^/.]+$/.test(kind)) {
    return { kind: 'refused', reason: 'it has no kind that is a word' }
  }
  const name = isJsonObject(metadata) ? metadata['name'] : undefined
  if (typeof name !== 'string' || name === '') {
    return { kind: 'refused', reason: 'it has no metadata.name that is a string' }
  }
  const namespace = (isJsonObject(metadata) ? metadata['namespace'] : undefined) ?? ''
  if (typeof namespace !== 'string' || namespace.includes('/')) {
    return { kind: 'refused', reason: 'its metadata.namespace is no name' }
  }
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return { kind: 'identity', identity: { group, kind, namespace, name } }
}

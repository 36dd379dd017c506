import type { FieldPath } from './field-path.ts'
import type { ResourceKey } from './resource-identity.ts'

/** Tells whether a resource is a Secret (core `v1`). */
export function isSecret(resource: ResourceKey): boolean {
  return resource.startsWith('Secret/')
}

/** Tells whether a field is, holds, or lies in the values of a Secret. */
export function isSecretField(resource: ResourceKey, path: FieldPath): boolean {
  return isSecret(resource) && (path.length === 0 || path[0] === 'data' || path[0] === 'stringData')
}

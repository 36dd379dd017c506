import type { FieldTyping } from './field-type.ts'
import type { JsonObject } from './json.ts'

/** One version of a kind that the emulator serves. */
export interface ResourceKind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly listKind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  /** A built-in kind takes strategic merge patches, and its list items carry neither apiVersion nor kind. */
  readonly builtIn: boolean
  readonly statusSubresource: boolean
  /** Whether `metadata.generation` counts the changes of what is desired. */
  readonly hasGeneration: boolean
  readonly fieldTypes: FieldTyping
  /** What is published of a custom resource under `/openapi/v3`. */
  readonly schema?: JsonObject | undefined
  /** Maps that are never owned by themselves, as dotted paths. */
  readonly implicitFields: ReadonlySet<string>
}

/** `configmaps`, or with a group `deployments.apps`: the name that messages and the store use. */
export function printGroupResource(kind: Pick<ResourceKind, 'group' | 'plural'>): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`
}

/** `v1`, or with a group `apps/v1`. */
export function printApiVersion(kind: Pick<ResourceKind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
}

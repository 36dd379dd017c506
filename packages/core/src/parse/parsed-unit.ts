import type { TidewayError } from '../errors/tideway-error.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceIdentity, ResourceKey } from '../model/resource-identity.ts'

/** One Kubernetes object as a unit's text holds it. */
export interface ParsedResource {
  readonly key: ResourceKey
  readonly identity: ResourceIdentity
  /** As written, null map values included; maps have no prototype. */
  readonly value: JsonObject
  /** The line on which it begins, from 1. */
  readonly line: number
}

/** What a unit's text was read as: its resources in the order of the text, or why it cannot be read. */
export type ParsedUnit =
  | { readonly kind: 'parsed'; readonly resources: readonly ParsedResource[] }
  | { readonly kind: 'invalid'; readonly error: TidewayError }

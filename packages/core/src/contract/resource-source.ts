import type { AdapterError } from '../errors/adapter-error.ts'
import type { JsonObject } from '../model/json.ts'
import type { KindSchema } from '../model/kind-schema.ts'
import type { ResourceIdentity } from '../model/resource-identity.ts'
import type { Call } from './call.ts'

/** A Kubernetes kind, without a version: the server is asked for the one it prefers. */
export interface ResourceKind {
  /** The API group; the core group is the empty string. */
  readonly group: string
  readonly kind: string
}

/** Which live resources are asked for. All conditions hold together. */
export interface ResourceQuery {
  /** Kinds to list; those of `identities` are added. */
  readonly kinds: readonly ResourceKind[]
  /** Resources to look up one by one, whatever their labels. */
  readonly identities: readonly ResourceIdentity[]
  /** Only resources in these namespaces (and cluster-scoped ones), or `all`; default: the context's own. */
  readonly namespaces?: readonly string[] | 'all' | undefined
  /** A Kubernetes label selector for listed kinds, for instance `managedBy=messagewall-demo`. */
  readonly labelSelector?: string | undefined
}

/** One item of a live listing; after the last item of a kind comes its `complete`. */
export type ResourceResult =
  | { readonly kind: 'object'; readonly identity: ResourceIdentity; readonly object: JsonObject }
  | { readonly kind: 'unknown'; readonly resource: ResourceKind; readonly error: AdapterError }
  | { readonly kind: 'complete'; readonly resource: ResourceKind }

/** What a server would make of an object, or why that is not known. */
export type Prediction =
  | { readonly kind: 'predicted'; readonly object: JsonObject }
  | { readonly kind: 'unknown'; readonly error: AdapterError }

/**
 * What a server says of the form of a kind: the schemas of its served versions, that it has no such kind, or why neither
 * is known.
 */
export type SchemaResult =
  | { readonly kind: 'schemas'; readonly resource: ResourceKind; readonly schemas: readonly KindSchema[] }
  | { readonly kind: 'absent'; readonly resource: ResourceKind }
  | { readonly kind: 'unknown'; readonly resource: ResourceKind; readonly error: AdapterError }

/** A cluster: it has resources, not units. */
export interface ResourceSource {
  /** Where it looks, for messages: `namespace default of context kind-dev`. */
  readonly place: string
  resources(query: ResourceQuery, call: Call): AsyncIterable<ResourceResult>
  /**
   * What the server would make of the object if it were created now, under another name: with every default and
   * every admission webhook applied, and nothing stored.
   */
  readonly predict?: ((object: JsonObject, call: Call) => Promise<Prediction>) | undefined
  /** The schemas of custom resources: one result for each kind that is asked for. */
  readonly schemas?: ((kinds: readonly ResourceKind[], call: Call) => AsyncIterable<SchemaResult>) | undefined
}

import type { UnitHead } from '../contract/source.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'

/** One live object with what ConfigHub holds of it. */
export interface LiveResource {
  readonly resource: ResourceKey
  /** As the server sent it, managedFields included. */
  readonly object: JsonObject
  /** The same resource in the revision that it was delivered from; undefined: not known. */
  readonly delivered: JsonObject | undefined
  /** The same resource in the revisions after that, which may be on their way. */
  readonly pending: readonly JsonObject[]
  /** The place of its cluster among those that were read. */
  readonly cluster: number
  /** What the server would make of the resource as ConfigHub's head has it; undefined: it was not asked. */
  readonly predicted?: JsonObject | undefined
}

/** One unit with the live objects that belong to it. */
export interface LiveUnit {
  readonly unit: string
  readonly head: UnitHead
  readonly headText: string
  readonly headTree: UnitTree
  readonly resources: readonly LiveResource[]
}

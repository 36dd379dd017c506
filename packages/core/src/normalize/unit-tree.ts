import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'

/** The resources of one unit by identity, in canonical form; an empty tree is an absent or withdrawn unit. */
export type UnitTree = Readonly<Record<ResourceKey, JsonObject>>

import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'

/** The resources of one unit by identity, without what says nothing; an empty tree is an absent or withdrawn unit. */
export type UnitTree = Readonly<Record<ResourceKey, JsonObject>>

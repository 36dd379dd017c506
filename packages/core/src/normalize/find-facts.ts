import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { readFieldOwners } from './field-owners.ts'
import { findAutoscaled } from './find-autoscaled.ts'
import type { ResourceFacts } from './resource-facts.ts'

/** Resources by identity as they were read, before anything was left out of them. */
export type RawResources = Readonly<Record<ResourceKey, JsonObject>>

// What only a server writes; a manifest that people keep has none of them.
const serverFields = ['uid', 'resourceVersion', 'managedFields']

/**
 * Finds out what is known of the resources of two sides besides their values: which side was read from a cluster
 * shows in the metadata that only a server writes. `isController` tells field managers that are no persons.
 */
export function findFacts(
  left: RawResources,
  right: RawResources,
  isController: (manager: string) => boolean,
): (resource: ResourceKey) => ResourceFacts {
  const autoscaled = findAutoscaled([...Object.values(left), ...Object.values(right)])
  return (resource) => {
    const live = isLive(right[resource]) ? right[resource] : left[resource]
    if (live === undefined || !isLive(live)) return {}
    return {
      observed: live === right[resource] ? 'right' : 'left',
      ownerOf: readFieldOwners(live),
      isController,
      autoscaled: autoscaled.includes(resource),
    }
  }
}

function isLive(resource: JsonObject | undefined): boolean {
  return serverFields.some((field) => getField(resource, ['metadata', field]) !== undefined)
}

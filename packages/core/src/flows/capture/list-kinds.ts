import type { ResourceKind } from '../../contract/resource-source.ts'
import { parseResourceKey, type ResourceKey } from '../../model/resource-identity.ts'

/** The kinds of resources, each once. */
export function listKinds(resources: Iterable<ResourceKey>): readonly ResourceKind[] {
  const kinds = new Map<string, ResourceKind>()
  for (const { group, kind } of [...resources].map(parseResourceKey))
    kinds.set(`${kind}.${group}`, { group, kind })
  return [...kinds.values()]
}

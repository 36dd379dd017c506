import type { ResourceKey } from '../model/resource-identity.ts'

/** A resource that is in one unit before and in another one afterwards. */
export interface Relocation {
  readonly resource: ResourceKey
  readonly from: string
  readonly to: string
}

/** A resource and the unit that it leaves or enters. */
export interface Passage {
  readonly resource: ResourceKey
  readonly unit: string
}

/**
 * Pairs the resources that leave a unit with the unit that they enter; told by group, kind, namespace and name.
 * One that enters several units moves to the first of them, by name.
 */
export function pairMoves(leaving: readonly Passage[], entering: readonly Passage[]): readonly Relocation[] {
  const targets = new Map<ResourceKey, string>()
  for (const { resource, unit } of entering) {
    const known = targets.get(resource)
    if (known === undefined || unit < known) targets.set(resource, unit)
  }
  return leaving.flatMap(({ resource, unit: from }) => {
    const to = targets.get(resource)
    return to === undefined || to === from ? [] : [{ resource, from, to }]
  })
}

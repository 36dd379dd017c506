import type { ResourceKey } from '../model/resource-identity.ts'
import type { FieldChange } from './field-change.ts'
import type { ChangedUnit } from './find-moves.ts'
import { judgeResource } from './one-sided.ts'

/** A change that says of one unit that only one side has a resource in it. */
export interface Placement {
  readonly unit: string
  readonly change: FieldChange
}

/** The placements of each resource of which there are several: where it is has to be decided alike in all of them. */
export function groupPlacements(units: readonly ChangedUnit[]): readonly (readonly Placement[])[] {
  const groups = new Map<ResourceKey, Placement[]>()
  for (const { unit, changes } of units) {
    for (const change of changes) {
      if (!isOpen(change) || judgeResource(change) === undefined) continue
      const group = groups.get(change.resource)
      if (group === undefined) groups.set(change.resource, [{ unit, change }])
      else group.push({ unit, change })
    }
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

function isOpen({ kind }: FieldChange): boolean {
  return kind === 'one-side' || kind === 'conflict' || kind === 'automation'
}

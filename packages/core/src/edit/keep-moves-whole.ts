import type { ThreeWayComparison } from '../compare/compare-three-way.ts'
import type { FieldChange } from '../compare/field-change.ts'
import { groupPlacements } from '../compare/group-placements.ts'
import type { ChooseSide } from './choose-side.ts'

/**
 * A choice that decides alike where a resource is, in all units that one side has it in and the other has not: then it
 * ends up where that side has it, never in two units or in none.
 */
export function keepMovesWhole({ units }: ThreeWayComparison, choose: ChooseSide): ChooseSide {
  const decided = new Map<FieldChange, 'left' | 'right' | undefined>()
  for (const group of groupPlacements(units.filter((unit) => unit.kind === 'compared'))) {
    const [first] = group
    const side = first && choose(first.change, first.unit)
    for (const { change } of group) decided.set(change, side)
  }
  return (change, unit) => (decided.has(change) ? decided.get(change) : choose(change, unit))
}

import type { ThreeWayComparison } from '../compare/compare-three-way.ts'
import type { FieldChange } from '../compare/field-change.ts'
import { judgeResource } from '../compare/one-sided.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { ChooseSide } from './choose-side.ts'

/**
 * A choice that decides alike where a resource is, in all units that one side has it in and the other has not: then it
 * ends up where that side has it, never in two units or in none. What the sides moved to different places, or one
 * edited where the other took it away, is a conflict in all of these units.
 */
export function keepMovesWhole(comparison: ThreeWayComparison, choose: ChooseSide): ChooseSide {
  const decided = new Map<FieldChange, 'left' | 'right' | undefined>()
  for (const group of groupByResource(findWholeChanges(comparison))) {
    const [first] = group
    if (first === undefined || group.length === 1) continue
    const open = group.find(({ change }) => change.kind === 'conflict')
    const isOfOneSide = new Set(group.map(({ change }) => sideOf(change))).size === 1
    const { change, unit } = open ?? first
    const side = choose(isOfOneSide || open !== undefined ? change : { ...change, kind: 'conflict' }, unit)
    for (const item of group) decided.set(item.change, side)
  }
  return (change, unit) => (decided.has(change) ? decided.get(change) : choose(change, unit))
}

function sideOf(change: FieldChange): 'left' | 'right' | undefined {
  return change.kind === 'one-side' ? change.side : undefined
}

interface WholeChange {
  readonly unit: string
  readonly change: FieldChange
}

function groupByResource(changes: readonly WholeChange[]): Iterable<readonly WholeChange[]> {
  const groups = new Map<ResourceKey, WholeChange[]>()
  for (const item of changes) {
    const group = groups.get(item.change.resource)
    if (group === undefined) groups.set(item.change.resource, [item])
    else group.push(item)
  }
  return groups.values()
}

function findWholeChanges({ units }: ThreeWayComparison): readonly WholeChange[] {
  return units.flatMap((item) =>
    item.kind === 'compared'
      ? item.changes
          .filter((change) => judgeResource(change) !== undefined)
          .map((change) => ({ unit: item.unit, change }))
      : [],
  )
}

import type { ResourceKey } from '../model/resource-identity.ts'
import type { PlannedUnit } from './planned-unit.ts'

/** A resource that Git took out of one unit and put into another. */
export interface Move {
  readonly resource: ResourceKey
  readonly from: string
  readonly to: string
}

/** Finds the resources that leave one planned unit and enter another; only their names have to be the same. */
export function findMoves(units: readonly PlannedUnit[]): readonly Move[] {
  const entering = new Map<ResourceKey, string>()
  for (const unit of units)
    for (const resource of wholeChanges(unit, 'enters')) entering.set(resource, unit.stock.unit)
  return units.flatMap((unit) =>
    wholeChanges(unit, 'leaves').flatMap((resource) => {
      const to = entering.get(resource)
      return to === undefined ? [] : [{ resource, from: unit.stock.unit, to }]
    }),
  )
}

/** The units in the order in which they are to be written: where a resource goes before where it comes from. */
export function orderTargetsFirst(units: readonly PlannedUnit[]): readonly PlannedUnit[] {
  const moves = findMoves(units)
  const ordered = new Set<PlannedUnit>()
  const visiting = new Set<PlannedUnit>()
  const visit = (unit: PlannedUnit): void => {
    if (visiting.has(unit)) return
    visiting.add(unit)
    const targets = moves.filter((move) => move.from === unit.stock.unit).map((move) => move.to)
    for (const target of units.filter((other) => targets.includes(other.stock.unit))) visit(target)
    ordered.add(unit)
  }
  for (const unit of units) visit(unit)
  return [...ordered]
}

function wholeChanges(unit: PlannedUnit, direction: 'enters' | 'leaves'): readonly ResourceKey[] {
  return unit.decided
    .filter(({ change, verdict }) => {
      if (verdict !== 'take' || change.path.length > 0) return false
      return direction === 'enters' ? change.right === undefined : change.left === undefined
    })
    .map(({ change }) => change.resource)
}

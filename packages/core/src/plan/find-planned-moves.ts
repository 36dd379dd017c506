import { type Passage, pairMoves, type Relocation } from '../compare/pair-moves.ts'
import type { PlannedUnit } from './planned-unit.ts'

/** Finds the resources that a plan takes out of one unit and puts into another, whichever side moved them. */
export function findPlannedMoves(units: readonly PlannedUnit[]): readonly Relocation[] {
  return pairMoves(passages(units, 'left'), passages(units, 'right'))
}

/** The units in the order in which they are to be written: where a resource goes before where it comes from. */
export function orderTargetsFirst(units: readonly PlannedUnit[]): readonly PlannedUnit[] {
  const moves = findPlannedMoves(units)
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

/** The resources that are taken over as a whole and that one side lacks: the source where they leave a unit. */
function passages(units: readonly PlannedUnit[], lacking: 'left' | 'right'): readonly Passage[] {
  return units.flatMap(({ stock, decided }) =>
    decided
      .filter(({ change, verdict }) => verdict === 'take' && change.path.length === 0)
      .filter(({ change }) => change[lacking] === undefined)
      .map(({ change }) => ({ resource: change.resource, unit: stock.unit })),
  )
}

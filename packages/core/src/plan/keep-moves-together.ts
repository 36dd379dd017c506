import { groupPlacements } from '../compare/group-placements.ts'
import type { DecidedChange } from '../decide/decide-change.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import type { Obstacle } from './planned-unit.ts'

/** What of a planned unit tells where its resources will be. */
export interface MovingUnit {
  readonly stock: { readonly unit: string }
  readonly decided: readonly DecidedChange[]
  readonly verdict: UnitVerdict
}

/**
 * Holds every unit of a move of which some are not written: a resource must not end up in two units, nor in none.
 * `hold` makes of a unit one that is held for that reason.
 */
export function keepMovesTogether<Unit extends MovingUnit>(
  units: readonly Unit[],
  hold: (unit: Unit, obstacle: Obstacle) => Unit,
): readonly Unit[] {
  const torn = findTorn(units)
  if (torn.size === 0) return units
  const held = units.map((unit) => {
    const message = torn.get(unit.stock.unit)
    return message === undefined ? unit : hold(unit, { code: 'TIDEWAY_MOVE_HELD', message })
  })
  return keepMovesTogether(held, hold)
}

/** Why a unit that would be written must not be, by unit. */
function findTorn(units: readonly MovingUnit[]): ReadonlyMap<string, string> {
  const taken = new Set(
    units.flatMap(({ verdict, decided }) =>
      verdict === 'write'
        ? decided.filter((item) => item.verdict === 'take').map(({ change }) => change)
        : [],
    ),
  )
  const placed = units.map(({ stock, decided }) => ({
    unit: stock.unit,
    changes: decided.map(({ change }) => change),
  }))
  const torn = new Map<string, string>()
  for (const group of groupPlacements(placed)) {
    const kept = group.filter(({ change }) => !taken.has(change))
    const [left] = kept
    if (left === undefined) continue
    for (const { unit, change } of group) {
      const names = [unit, left.unit].sort().join(' and ')
      const message = `${change.resource} moves between ${names}, and ${left.unit} is not written`
      if (taken.has(change)) torn.set(unit, message)
    }
  }
  return torn
}

import { type ForceScope, isInScope } from '../decide/force.ts'
import { findPlannedMoves } from './find-planned-moves.ts'
import type { PlannedUnit } from './planned-unit.ts'

/**
 * Blocks both units of a rename: everything that Git took out of one unit makes up one that is new in the authority,
 * whose record would begin without the history, labels and target of the old one. Forced over both it is written.
 */
export function blockRenames(
  units: readonly PlannedUnit[],
  force: ForceScope | undefined,
): readonly PlannedUnit[] {
  const moves = findPlannedMoves(units)
  const find = (name: string) => units.find((unit) => unit.stock.unit === name)
  const targets = new Map<PlannedUnit, PlannedUnit>()
  for (const unit of units) {
    const leaving = moves.filter((move) => move.from === unit.stock.unit)
    const [first, ...others] = new Set(leaving.map(({ to }) => to))
    const target = first === undefined || others.length > 0 ? undefined : find(first)
    const isWhole = leaving.length === Object.keys(unit.stock.headTree).length
    if (target === undefined || !isWhole || !isEmptied(unit) || !isNew(target)) continue
    const [from, to] = [unit.stock.unit, target.stock.unit]
    if (force === undefined || !isInScope(force, from) || !isInScope(force, to)) targets.set(unit, target)
  }
  const messages = new Map<PlannedUnit, string>()
  for (const [unit, target] of targets) {
    const [from, to] = [unit.stock.unit, target.stock.unit]
    const message =
      `Git calls unit ${from} ${to} now, and ${to} would begin without the history, labels and target that ${from} ` +
      `has in the authority: rename it back, or let both be written with --force --unit ${from} --unit ${to}`
    messages.set(unit, message).set(target, message)
  }
  return units.map((unit) => {
    const message = messages.get(unit)
    if (message === undefined) return unit
    const { stock, decided } = unit
    return { stock, decided, verdict: 'block', obstacle: { code: 'TIDEWAY_UNIT_RENAMED', message } }
  })
}

function isEmptied({ stock }: PlannedUnit): boolean {
  return Object.keys(stock.gitTree).length === 0
}

// A unit that was emptied has its record, with all that belongs to it.
function isNew({ stock }: PlannedUnit): boolean {
  return stock.head === undefined
}

import { findPlannedMoves } from './find-planned-moves.ts'
import type { PlannedUnit } from './planned-unit.ts'

/**
 * Holds both units of a move where one of them is not written: a resource must not end up in both units, nor in
 * neither.
 */
export function keepMovesTogether(units: readonly PlannedUnit[]): readonly PlannedUnit[] {
  const moves = findPlannedMoves(units)
  const verdictOf = (name: string) => units.find((unit) => unit.stock.unit === name)?.verdict
  const torn = units.map((unit) => {
    if (unit.verdict !== 'write') return unit
    const { unit: name } = unit.stock
    const move = moves.find(
      ({ from, to }) =>
        (from === name && verdictOf(to) !== 'write') || (to === name && verdictOf(from) !== 'write'),
    )
    if (move === undefined) return unit
    const other = move.from === name ? move.to : move.from
    const message = `${move.resource} moves between ${move.from} and ${move.to}, and ${other} is not written`
    return {
      stock: unit.stock,
      decided: unit.decided,
      verdict: 'hold',
      obstacle: { code: 'TIDEWAY_MOVE_HELD', message },
    } as const
  })
  const changed = torn.some((unit, index) => unit !== units[index])
  return changed ? keepMovesTogether(torn) : units
}

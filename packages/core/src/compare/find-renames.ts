import type { ChangedUnit, Move } from './find-moves.ts'
import type { OneSided } from './one-sided.ts'

/** A unit that goes by another name on one side. */
export interface Rename {
  readonly side: 'left' | 'right'
  readonly from: string
  readonly to: string
}

/** The changes of one unit, and what it means where only one side has it. */
export interface FatedUnit extends ChangedUnit {
  readonly oneSided?: OneSided | undefined
}

/** Finds the units that a side lost, and all of whose resources moved to one unit that is new there. */
export function findRenames(units: readonly FatedUnit[], moves: readonly Move[]): readonly Rename[] {
  const known = new Map(units.map((unit) => [unit.unit, unit]))
  const isFated = (name: string, kind: OneSided['kind'], side: OneSided['side']) => {
    const fate = known.get(name)?.oneSided
    return fate?.kind === kind && fate.side === side
  }
  return units.flatMap(({ unit: from, changes, oneSided }): readonly Rename[] => {
    if (oneSided?.kind !== 'deleted') return []
    const { side } = oneSided
    const moved = moves.filter((move) => move.from === from && move.side === side)
    const [to, ...others] = new Set(moved.map((move) => move.to))
    const isWhole = to !== undefined && others.length === 0 && moved.length === changes.length
    return isWhole && isFated(to, 'added', side) ? [{ side, from, to }] : []
  })
}

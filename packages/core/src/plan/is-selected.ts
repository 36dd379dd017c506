import type { UnitStock } from '../archive/unit-stock.ts'
import { matchesGlob } from '../decide/matches-glob.ts'

/** Tells whether Git is to have a unit: one that it has already, or that one of the globs matches. Default: all. */
export function isSelected(
  { unit, gitTree }: Pick<UnitStock, 'unit' | 'gitTree'>,
  select: readonly string[] | undefined,
): boolean {
  return Object.keys(gitTree).length > 0 || select?.some((glob) => matchesGlob(glob, unit)) !== false
}

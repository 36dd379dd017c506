import type { UnitHead } from '../../contract/source.ts'

// With fewer units, two sides that have none in common may well be meant so.
const fewestUnits = 3

/**
 * Why a space seems to be the wrong one: it has units, and not even a record of any that Git renders. Undefined where
 * nothing speaks for that.
 */
export function findWrongSpace(
  gitHeads: ReadonlyMap<string, UnitHead>,
  heads: ReadonlyMap<string, UnitHead>,
  confighub: string,
): string | undefined {
  if (gitHeads.size < fewestUnits || heads.size === 0) return undefined
  if ([...gitHeads.keys()].some((unit) => heads.has(unit))) return undefined
  const shown = [...heads.keys()].sort().slice(0, 3).join(', ')
  return (
    `none of the ${gitHeads.size} units that Git renders is among the ${heads.size} of ${confighub} (${shown}` +
    `${heads.size > 3 ? ', …' : ''}): is "space" of this environment the right one?`
  )
}

import type { Sides, ThreeWayComparison } from '@tideway/core'

/** Says which resources moved between units, and which units were renamed. */
export function describeMoves({ moves, renames }: ThreeWayComparison, sides: Sides): readonly string[] {
  const renamed = renames.map(({ side, from, to }) => `${from} was renamed to ${to} (${sides[side]})`)
  const isPartOfRename = (move: (typeof moves)[number]) =>
    renames.some(({ side, from, to }) => side === move.side && from === move.from && to === move.to)
  const moved = moves
    .filter((move) => !isPartOfRename(move))
    .map(({ resource, side, from, to }) => `${resource} moved from ${from} to ${to} (${sides[side]})`)
  return [...renamed, ...moved]
}

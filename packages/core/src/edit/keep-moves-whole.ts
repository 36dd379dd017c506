import type { ThreeWayComparison } from '../compare/compare-three-way.ts'
import { judgeResource } from '../compare/one-sided.ts'
import type { ChooseSide } from './choose-side.ts'

/**
 * A choice that decides both halves of a move alike: a resource that the other side edited where it was must not end
 * up in both units, or in none.
 */
export function keepMovesWhole({ units, moves }: ThreeWayComparison, choose: ChooseSide): ChooseSide {
  if (moves.length === 0) return choose
  const wholeChange = (name: string, resource: string) => {
    const unit = units.find((item) => item.kind === 'compared' && item.unit === name)
    return unit?.kind === 'compared'
      ? unit.changes.find((change) => change.resource === resource && judgeResource(change) !== undefined)
      : undefined
  }
  const halves = new Map<string, 'left' | 'right' | undefined>()
  for (const { resource, from, to } of moves) {
    const [leaving, entering] = [wholeChange(from, resource), wholeChange(to, resource)]
    if (leaving === undefined || entering === undefined) continue
    // The half that somebody had to decide speaks for both.
    const side = leaving.kind === 'conflict' ? choose(leaving, from) : choose(entering, to)
    halves.set(JSON.stringify([from, resource]), side).set(JSON.stringify([to, resource]), side)
  }
  return (change, unit) => {
    const key = JSON.stringify([unit, change.resource])
    return change.path.length === 0 && halves.has(key) ? halves.get(key) : choose(change, unit)
  }
}

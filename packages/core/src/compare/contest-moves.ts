import type { FieldChange } from './field-change.ts'
import type { ChangedUnit } from './find-moves.ts'
import { groupPlacements, type Placement } from './group-placements.ts'
import { summarizeUnitChange, type UnitChange } from './unit-change.ts'

/**
 * Turns into conflicts what the sides say differently of where a resource is: both moved it, each elsewhere, or one
 * moved what the other edited where it was. Otherwise each unit alone would be decided well, and the resource would
 * end up in two units, or in none.
 */
export function contestMoves<Unit extends ChangedUnit & { readonly unitChange: UnitChange }>(
  units: readonly Unit[],
): readonly Unit[] {
  const contested = new Map(groupPlacements(units).filter(isContested).flatMap(contest))
  if (contested.size === 0) return units
  return units.map((unit) => {
    if (!unit.changes.some((change) => contested.has(change))) return unit
    const changes = unit.changes.map((change) => contested.get(change) ?? change)
    return { ...unit, changes, unitChange: summarizeUnitChange(changes) }
  })
}

function isContested(group: readonly Placement[]): boolean {
  return new Set(group.map(({ change }) => sideOf(change))).size > 1 || group.some(isConflict)
}

function isConflict({ change }: Placement): boolean {
  return change.kind === 'conflict'
}

function sideOf(change: FieldChange): 'left' | 'right' {
  return change.kind === 'one-side' ? change.side : 'right'
}

function contest(group: readonly Placement[]): readonly (readonly [FieldChange, FieldChange])[] {
  const unitsOf = (side: 'left' | 'right') =>
    group
      .filter(({ change }) => change[side] !== undefined)
      .map(({ unit }) => unit)
      .sort()
      .join(' and ')
  // The same words whichever side is called left.
  const places = [unitsOf('left'), unitsOf('right')].sort()
  const [one, other] = places
  const why = places.includes('')
    ? `one side has it in ${places.join('')}, and the other deleted it`
    : `one side has it in ${one}, the other in ${other}`
  // Whom the policy asks about one of the units, it asks about all.
  const known = group.flatMap(({ change }) => change.setBy ?? [])
  const setBy = known.find(({ kind }) => kind !== 'automation') ?? known[0]
  return group.map(({ change }) => {
    const { resource, path, base, left, right } = change
    const by = change.setBy === undefined || change.setBy.kind === 'automation' ? setBy : change.setBy
    return [change, { resource, path, base, left, right, kind: 'conflict', setBy: by, why }]
  })
}

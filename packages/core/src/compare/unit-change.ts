import type { FieldChange } from './field-change.ts'

/** What happened to a unit as a whole; noise and the server's own changes do not count. */
export type UnitChange = 'none' | 'same' | 'one-side' | 'both-disjoint' | 'both-overlap'

/** Sums up the changes of one unit. */
export function summarizeUnitChange(changes: readonly FieldChange[]): UnitChange {
  let left = false
  let right = false
  let same = false
  for (const change of changes) {
    if (change.kind === 'conflict' && change.setBy?.kind !== 'automation') return 'both-overlap'
    if (change.kind === 'conflict') left = true
    if (change.kind === 'both-same') same = true
    if (change.kind === 'one-side') {
      if (change.side === 'left') left = true
      else right = true
    }
  }
  if (left && right) return 'both-disjoint'
  if (left || right) return 'one-side'
  return same ? 'same' : 'none'
}

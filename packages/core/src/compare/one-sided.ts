import type { FieldChange } from './field-change.ts'

/**
 * What it means that one side has a unit or resource and the other lacks it: one side added it, one deleted it, or
 * nobody knows. `side` is the one that did it; where nobody knows, the one that lacks it.
 */
export interface OneSided {
  readonly kind: 'added' | 'deleted' | 'unknown'
  readonly side: 'left' | 'right'
}

/** Judges what only `having` has, by whether the base had it; undefined: nobody knows. */
export function judgeOneSided(having: 'left' | 'right', inBase: boolean | undefined): OneSided {
  const lacking = having === 'left' ? 'right' : 'left'
  if (inBase === undefined) return { kind: 'unknown', side: lacking }
  return inBase ? { kind: 'deleted', side: lacking } : { kind: 'added', side: having }
}

/** What became of a resource as a whole; undefined for a change within one that both sides have. */
export function judgeResource(change: FieldChange): OneSided | undefined {
  const { path, base, left, right } = change
  if (path.length > 0 || (left === undefined) === (right === undefined)) return undefined
  // A resource of which a part is known was there.
  const inBase = base.kind === 'known' ? base.value !== undefined : base.existed ? true : undefined
  return judgeOneSided(left === undefined ? 'right' : 'left', inBase)
}

import { type FieldEdit, formatPath, type Unresolved, type WantedUnit } from '@tideway/core'

/** One wanted change that can be brought about, or not, by itself. */
export type WantedChange = { readonly unit: string } & (
  | { readonly kind: 'field'; readonly edit: FieldEdit }
  | { readonly kind: 'add'; readonly text: string }
  | { readonly kind: 'delete' }
)

/** Takes wanted units apart. */
export function listChanges(wanted: readonly WantedUnit[]): readonly WantedChange[] {
  return wanted.flatMap((unit): readonly WantedChange[] => {
    if (unit.kind !== 'update') return [unit]
    return unit.edits.map((edit) => ({ kind: 'field', unit: unit.unit, edit }))
  })
}

/** Says of a change that no file edit brings it about. */
export function unresolved(change: WantedChange, reason: string): Unresolved {
  if (change.kind !== 'field') return { unit: change.unit, reason }
  const { resource, path } = change.edit
  return { unit: change.unit, resource, path: formatPath(path), reason }
}

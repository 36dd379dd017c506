import type { FieldChange } from '../compare/field-change.ts'

/** Which side's value a field gets; undefined: a person has to say. */
export type ChooseSide = (change: FieldChange, unit: string) => 'left' | 'right' | undefined

/** Chooses the side that changed alone; of a conflict nobody knows. */
export function chooseChanged(change: FieldChange): 'left' | 'right' | undefined {
  return change.kind === 'one-side' ? change.side : undefined
}

import type { FieldChange } from './field-change.ts'

/** A change as it is seen with the sides swapped. */
export function flipChange(change: FieldChange): FieldChange {
  const { left, right } = change
  if (change.kind !== 'one-side') return { ...change, left: right, right: left }
  return { ...change, left: right, right: left, side: change.side === 'left' ? 'right' : 'left' }
}

import type { FieldEdit } from '../model/field-edit.ts'

/**
 * How a text to be written is made of what is read: one side's text with the smallest edits.
 * A plan holds recipes, not texts.
 */
export interface TextRecipe {
  /** The side whose text is the start: the flow's `source` side, or its `target`. */
  readonly from: 'source' | 'target'
  readonly edits: readonly FieldEdit[]
}

import type { Expected } from '../contract/sink.ts'
import type { UnitRef } from '../contract/unit-ref.ts'
import type { TextRecipe } from '../edit/text-recipe.ts'

/** One conditional write of a plan; its text is derived again when it is applied, and must have this digest. */
export interface PlannedWrite {
  /** `withdraw` empties a unit, which can be restored; `purge` removes its record. */
  readonly kind: 'create' | 'update' | 'withdraw' | 'purge'
  readonly unit: string
  readonly ref: UnitRef
  readonly expected: Expected
  readonly recipe: TextRecipe
  /** SHA-256 of the text to be written. */
  readonly digest: string
  readonly description: string
}

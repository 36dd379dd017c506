import type { TidewayError } from '../errors/tideway-error.ts'
import { editText } from './edit-text.ts'
import type { TextRecipe } from './text-recipe.ts'

/** The texts that a recipe starts from. */
export interface RecipeTexts {
  readonly source: string
  readonly target: string
}

/** A derived text, or why it cannot be made by an edit. */
export type DerivedText =
  | { readonly kind: 'derived'; readonly text: string }
  | { readonly kind: 'refused'; readonly error: TidewayError }

/** Makes the text that a recipe stands for. The same recipe and texts give the same bytes. */
export function deriveText(recipe: TextRecipe, texts: RecipeTexts): DerivedText {
  const text = texts[recipe.from]
  if (recipe.edits.length === 0) return { kind: 'derived', text }
  const edited = editText(text, recipe.edits)
  return edited.kind === 'edited' ? { kind: 'derived', text: edited.text } : edited
}

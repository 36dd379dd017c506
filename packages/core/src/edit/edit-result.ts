import type { TidewayError } from '../errors/tideway-error.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { ResourceKey } from '../model/resource-identity.ts'

/** The edited text, or why it cannot be made without changing something else; then nothing was changed. */
export type EditResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly error: TidewayError }

/** How an edit finds its place. */
export interface EditOptions {
  /**
   * By which fields the elements of a list are told apart, so that a list that is set as a whole keeps the lines
   * of the elements that stay; undefined where they are told apart by their values.
   */
  readonly listKeys?: ((resource: ResourceKey, path: FieldPath) => readonly string[] | undefined) | undefined
  /** The unit's or file's name, for messages; default `the unit`. */
  readonly name?: string | undefined
}

/** A member that identifies the items of a list, with the value that an item without it is taken to have. */
export interface ListKey {
  readonly name: string
  readonly fallback?: string
}

/**
 * How a field is merged and owned: `granular` maps by member, `keyed` lists by item, `set` lists by value,
 * `atomic` ones as a whole. A list that is called `granular` has no keys, so it is atomic too.
 */
export type FieldType =
  | { readonly kind: 'granular' }
  | { readonly kind: 'atomic' }
  | { readonly kind: 'set' }
  | { readonly kind: 'keyed'; readonly keys: readonly ListKey[] }

/** Tells the type of the field at a path of member names; the items of a list add nothing to the path. */
export type FieldTyping = (path: readonly string[]) => FieldType

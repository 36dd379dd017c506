/** A literal of a where expression. */
export type Literal = string | number

/** How two values are compared. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** One condition of a where expression; an expression is conditions joined by AND. */
export type Clause =
  | { readonly kind: 'compare'; readonly path: string; readonly by: Comparison; readonly to: Literal }
  | { readonly kind: 'like'; readonly path: string; readonly pattern: RegExp; readonly negated: boolean }
  | {
      readonly kind: 'in'
      readonly path: string
      readonly list: readonly Literal[]
      readonly negated: boolean
    }
  | { readonly kind: 'null'; readonly path: string; readonly negated: boolean }
  | { readonly kind: 'length'; readonly path: string; readonly by: Comparison; readonly to: number }

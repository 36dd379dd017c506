import type { AuthorKind } from '../contract/history.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { Tree } from '../model/json.ts'
import type { ResourceKey } from '../model/resource-identity.ts'

/** The two sides of a comparison, by label: for instance `git` and `confighub`. */
export interface Sides {
  readonly left: string
  readonly right: string
}

/**
 * The value of a field in the base, or that it, or something below it, is not known; then `existed` tells whether
 * at least that is known that both sides had something there.
 */
export type BaseValue =
  | { readonly kind: 'known'; readonly value: Tree }
  | { readonly kind: 'unknown'; readonly existed: boolean }

/** Who set a value last, as far as is known. */
export interface Attribution {
  readonly kind: AuthorKind
  /** The store's own id of the author. */
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly at?: string | undefined
  /** The revision, commit or field manager that set it. */
  readonly by?: string | undefined
  /** What its author said of that revision or commit. */
  readonly description?: string | undefined
  /** The revision before the first change of the field that is still open: a rollback to it undoes them. */
  readonly after?: string | undefined
  /** The tag of the capture that set it. */
  readonly tag?: string | undefined
}

/** What happened to one field since the base; values that are absent are undefined. */
export type FieldChange = {
  readonly resource: ResourceKey
  /** Within the resource; empty for the resource as a whole. */
  readonly path: FieldPath
  readonly base: BaseValue
  readonly left: Tree
  readonly right: Tree
  /** Who set the value of the side that changed, where that was looked up; where both did, of the right side. */
  readonly setBy?: Attribution | undefined
  /**
   * The commit that set the left side's value last, where that was looked up. Rules of a policy match on `setBy`
   * alone: to be an author's is said of the authority's changes.
   */
  readonly leftSetBy?: Attribution | undefined
  /** The normalization rule that says why nobody has to decide the difference, or rules, with commas between. */
  readonly rule?: string | undefined
  /** Why somebody has to decide, where the values of the field alone do not say so. */
  readonly why?: string | undefined
} & (
  | { readonly kind: 'one-side'; readonly side: 'left' | 'right' }
  | {
      readonly kind:
        | 'both-same'
        | 'conflict'
        | 'order-only'
        | 'default-only'
        | 'same-meaning'
        | 'unowned'
        | 'automation'
        | 'ignored'
    }
)

/** A change as policies and reports name it: `git-only`, `conflict`, `order-only`, … */
export function nameChange(change: FieldChange, sides: Sides): string {
  return change.kind === 'one-side' ? `${sides[change.side]}-only` : change.kind
}

/** True where the two sides hold the same meaning, so that nothing has to be decided. */
export function isAgreed(change: FieldChange): boolean {
  return agreed.has(change.kind)
}

const agreed: ReadonlySet<FieldChange['kind']> = new Set([
  'both-same',
  'order-only',
  'default-only',
  'same-meaning',
])

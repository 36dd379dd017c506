/** One canonical rule, as data: which fields say nothing about what anybody wants, and why that is so. */
export interface CanonicalRule {
  readonly id: string
  readonly version: number
  /** Where the fact comes from. */
  readonly source: string
  /** Kinds (`Kind` or `Kind.group`) that the rule is for; default: all. */
  readonly kinds?: readonly string[] | undefined
  /** Fields to leave out, as paths of map keys; a last segment ending in `*` stands for all keys so beginning. */
  readonly remove: readonly (readonly string[])[]
}

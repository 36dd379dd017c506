import type { UnitChange } from '../compare/unit-change.ts'
import type { AuthorKind } from '../contract/history.ts'

/** The flows that a policy speaks of. */
export type FlowName = 'publish' | 'sync' | 'capture'

/** What a rule says of the changes that it matches. */
export type Decision =
  /** The named side's value goes to the flow's target; the target's own label keeps what is there. */
  | { readonly kind: 'take'; readonly side: string }
  /** Whichever side alone changed the field wins; a conflict blocks. */
  | { readonly kind: 'merge' }
  /** The target keeps its value, and nobody has to do anything now. */
  | { readonly kind: 'leave' }
  /** The target keeps its value, the unit is not written, and a person has to look. */
  | { readonly kind: 'hold' }
  /** The whole run stops before its first write. */
  | { readonly kind: 'block' }

/**
 * What a rule matches; all given keys must match, a missing key matches everything.
 * Texts are exact words or globs (`*` any characters but `/`, `**` any characters).
 */
export interface RuleMatch {
  readonly flow?: readonly FlowName[] | undefined
  readonly environment?: readonly string[] | undefined
  readonly unit?: readonly string[] | undefined
  readonly unitChange?: readonly UnitChange[] | undefined
  readonly group?: readonly string[] | undefined
  readonly kind?: readonly string[] | undefined
  readonly namespace?: readonly string[] | undefined
  readonly name?: readonly string[] | undefined
  /** Labels of the resource, each with the texts of which one must match. */
  readonly labels?: Readonly<Record<string, readonly string[]>> | undefined
  /** Field paths as JSON Pointers; a rule for a field is a rule for all below it. */
  readonly path?: readonly string[] | undefined
  /** `git-only`, `confighub-only`, `live-only`, `conflict`, `automation`, … */
  readonly change?: readonly string[] | undefined
  /** Who set the value on the authority's side. */
  readonly author?: readonly AuthorKind[] | undefined
  readonly authorId?: readonly string[] | undefined
  readonly authorName?: readonly string[] | undefined
  /** The tag of the capture that set the value, or that is at work. */
  readonly tag?: readonly string[] | undefined
}

/** One rule of a policy, resolved. */
export interface PolicyRule {
  readonly id: string
  /** Why the team decided so; people get to read it. */
  readonly reason?: string | undefined
  /** Wins over every rule that is not enforced, wherever it stands. */
  readonly enforced: boolean
  /** A sync’s pull request may merge itself where all that it takes was decided by such rules. Default: false. */
  readonly autoMerge?: boolean | undefined
  readonly match: RuleMatch
  readonly decision: Decision
}

/** A resolved policy: the last matching rule wins, as in CODEOWNERS; enforced rules before all others. */
export interface Policy {
  readonly name: string
  readonly rules: readonly PolicyRule[]
}

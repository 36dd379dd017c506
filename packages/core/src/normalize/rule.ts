import type { Json } from '../model/json.ts'

/** What every rule says of itself, and which resources it is for. */
export interface RuleHeader {
  /** Names the rule in reports and where it is switched off. */
  readonly id: string
  readonly version: number
  /** Where the fact comes from. */
  readonly source: string
  /** Kinds (`Kind` or `Kind.group`, `*` for any part) that the rule is for. Default: all. */
  readonly kinds?: readonly string[] | undefined
  /** Names of the resources that the rule is for, `*` for any part. Default: all. */
  readonly names?: readonly string[] | undefined
  /** Only resources that have something at one of these paths. */
  readonly having?: readonly string[] | undefined
  /** `pod-spec`: the paths begin at the pod spec of the built-in workloads, and the rule is for these only. */
  readonly within?: 'pod-spec' | undefined
}

/**
 * A canonical rule: what of one resource says nothing, and what is spelled in several ways. `remove` leaves fields
 * out; the others fold values that mean the same: quantities and durations by value, a value equal to its default
 * and an empty map or list into absence, a list whose order means nothing into one order; `secret-text` puts a
 * Secret's `stringData` into `data`, and `null` leaves out map values that are null.
 *
 * Paths are JSON Pointers; a segment `*` is any key or element, one that ends in `*` any that so begins, and
 * `[name=app]` a list element by its keys.
 */
export type CanonicalRule = RuleHeader &
  (
    | {
        readonly kind: 'remove' | 'quantity' | 'duration' | 'empty' | 'set'
        readonly paths: readonly string[]
      }
    | { readonly kind: 'default'; readonly values: Readonly<Record<string, Json>> }
    | { readonly kind: 'secret-text' | 'null' }
  )

/** The class of a difference that nobody has to decide. */
export type CoveredClass = 'unowned' | 'automation' | 'ignored'

/**
 * An equivalence rule: asked where the sides differ at one of its paths, and true of a difference when
 * - `always`: whatever differs there, and all below it;
 * - `undeclared`: only the object in the cluster has it, the other side and the base lack it (or hold a blank text,
 *   with `blank`);
 * - `one-sided`: only one side has it;
 * - `autoscaled`: an autoscaler targets the live object;
 * - `automatic-revision`: Crossplane moves the composition revision by itself;
 * - `late-initialised`: only the object in the cluster has it, and a controller set it.
 * A rule without paths is asked wherever the sides differ.
 */
export interface EquivalenceRule extends RuleHeader {
  readonly kind: 'equivalence'
  readonly when:
    | 'always'
    | 'undeclared'
    | 'one-sided'
    | 'autoscaled'
    | 'automatic-revision'
    | 'late-initialised'
  readonly paths: readonly string[]
  readonly blank?: boolean | undefined
  /** Only where one of these field managers (`*` for any part) set the live value last. */
  readonly managers?: readonly string[] | undefined
  readonly class: CoveredClass
}

/** One normalization rule, as data. */
export type NormalizationRule = CanonicalRule | EquivalenceRule

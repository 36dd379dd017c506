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

/** How a value follows from another one of the same resource, so that it says nothing of its own. */
export interface Derivation {
  /** Where the other value is: a relative JSON Pointer, `1/port` being the sibling `port`; `*` is the own key. */
  readonly from: string
  /**
   * What becomes of it. `pull-policy`: an image's tag decides; `policy-types`: a NetworkPolicy with egress rules is
   * for both directions; `completions`: a Job that is not parallel ends once; `list-kind`: with `List` behind it.
   * Default: it is copied.
   */
  readonly as?:
    | 'copy'
    | 'lower-case'
    | 'list-kind'
    | 'pull-policy'
    | 'policy-types'
    | 'completions'
    | undefined
  /** What follows from its being there, and from its not being there, instead of from what it is. */
  readonly choice?: { readonly present: Json; readonly absent: Json } | undefined
}

/**
 * A canonical rule: what of one resource says nothing, and what is spelled in several ways. `remove` leaves fields
 * out; the others fold values that mean the same: quantities and durations by value, a value equal to its default
 * and an empty map or list into absence, a list whose order means nothing into one order; `secret-text` puts a
 * Secret's `stringData` into `data`, and `null` leaves out map values that are null, but
 * at and below the paths of `keep-null`. `derived` is a default that
 * another field decides.
 *
 * Paths are JSON Pointers; a segment `*` is any key or element, one that holds `*` any that fits, and `[name=app]` a
 * list element by its keys.
 */
export type CanonicalRule = RuleHeader &
  (
    | {
        readonly kind: 'remove' | 'quantity' | 'duration' | 'empty' | 'set' | 'keep-null'
        readonly paths: readonly string[]
      }
    | { readonly kind: 'default'; readonly values: Readonly<Record<string, Json>> }
    | { readonly kind: 'derived'; readonly values: Readonly<Record<string, Derivation>> }
    | { readonly kind: 'secret-text' | 'null' }
  )

/** The class of a difference that nobody has to decide. */
export type CoveredClass = 'unowned' | 'automation' | 'ignored'

/**
 * An equivalence rule: asked where the sides differ at one of its paths, and true of a difference when
 * - `always`: whatever differs there, and all below it;
 * - `undeclared`: only the object in the cluster has it, the other side and the base lack it (or hold a blank text,
 *   with `blank`; with `elements` also a list to which it merely adds);
 * - `allocated`: the same, and no person is recorded as having set it;
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
    | 'allocated'
    | 'one-sided'
    | 'autoscaled'
    | 'automatic-revision'
    | 'late-initialised'
  readonly paths: readonly string[]
  readonly blank?: boolean | undefined
  readonly elements?: boolean | undefined
  /** Only where one of these field managers (`*` for any part) set the live value last. */
  readonly managers?: readonly string[] | undefined
  readonly class: CoveredClass
}

/** One normalization rule, as data. */
export type NormalizationRule = CanonicalRule | EquivalenceRule

import { compareThreeWay, type ThreeWayComparison, type ThreeWayRules } from '../compare/compare-three-way.ts'
import { type FieldChange, isAgreed } from '../compare/field-change.ts'
import { flipChange } from '../compare/flip-change.ts'
import type { UnitComparison } from '../compare/unit-comparison.ts'
import type { BaseSet, UnitSet } from '../compare/unit-set.ts'
import type { TidewayError } from '../errors/tideway-error.ts'
import { type ChooseSide, chooseChanged } from './choose-side.ts'
import { keepMovesWhole } from './keep-moves-whole.ts'
import { mergeUnitText } from './merge-unit-text.ts'

/** How two sides are merged. */
export interface MergeRules extends Omit<ThreeWayRules, 'looseNamespaces'> {
  /** The side whose text is edited where both sides changed a unit. Default: right. */
  readonly onto?: 'left' | 'right' | undefined
  /** Decides what has to be decided. Default: the side that changed alone; a conflict is left open. */
  readonly choose?: ChooseSide | undefined
}

/**
 * What became of a unit that is not the same everywhere. `merged`: its text (undefined where it is not to exist), and
 * the changes that nobody decided, at which the text keeps the value of the side that it was merged onto.
 * `refused`: the wanted values cannot be written as an edit of that text. Otherwise it could not be compared.
 */
export type MergedUnit =
  | {
      readonly kind: 'merged'
      readonly unit: string
      readonly text: string | undefined
      readonly conflicts: readonly FieldChange[]
      /** How many changes came from the left and the right side. */
      readonly taken: { readonly left: number; readonly right: number }
    }
  | {
      readonly kind: 'refused'
      readonly unit: string
      readonly error: TidewayError
      readonly conflicts: readonly FieldChange[]
    }
  | Exclude<UnitComparison, { readonly kind: 'compared' }>

/** Two sides merged over their base, and the fields on which both insist. */
export interface ThreeWayMerge {
  readonly comparison: ThreeWayComparison
  /** The units that are not the same everywhere, ordered by name. */
  readonly units: readonly MergedUnit[]
  /**
   * Every unit's text: merged, or as it was on the side that was merged onto where nothing had to be, or could be,
   * merged.
   */
  readonly texts: ReadonlyMap<string, string>
  /** True where every unit was merged and no conflict is left. */
  readonly isClean: boolean
}

/**
 * Merges two sets of units that come from the same base, field by field: what one side alone changed is taken, changes
 * of different fields are both kept, and conflicts are left to `choose`. Where only the other side changed a unit, its
 * text is taken as it is; where both did, the text of the side that is merged onto gets the smallest edit, so that the
 * comments, quoting, order and line ends of everything else stay byte for byte.
 * Where a resource is, is decided alike in all units that are concerned, so that it ends up in one of them.
 *
 * @example
 * const merge = mergeThreeWay({ texts: before }, { texts: ours }, { texts: theirs })
 * if (merge.isClean) for (const [unit, text] of merge.texts) { … }
 */
export function mergeThreeWay(
  base: BaseSet,
  left: UnitSet,
  right: UnitSet,
  rules: MergeRules = {},
): ThreeWayMerge {
  const { onto = 'right', choose = chooseChanged } = rules
  const comparison = compareThreeWay(base, left, right, rules)
  const choosing: Choosing = { onto, choose: keepMovesWhole(comparison, choose), rules }
  const units = comparison.units.map((unit) => mergeUnit(unit, choosing))
  const texts = new Map((onto === 'left' ? left : right).texts)
  for (const unit of units) {
    if (unit.kind !== 'merged') continue
    if (unit.text === undefined) texts.delete(unit.unit)
    else texts.set(unit.unit, unit.text)
  }
  const isClean = units.every((unit) => unit.kind === 'merged' && unit.conflicts.length === 0)
  return { comparison, units, texts, isClean }
}

interface Choosing {
  readonly onto: 'left' | 'right'
  readonly choose: ChooseSide
  readonly rules: MergeRules
}

function mergeUnit(unit: UnitComparison, { onto, choose, rules }: Choosing): MergedUnit {
  if (unit.kind !== 'compared') return unit
  const other = onto === 'left' ? 'right' : 'left'
  const chosen = unit.changes
    .filter((change) => !isAgreed(change))
    .map((change) => ({ change, side: isLeftAlone(change) ? onto : choose(change, unit.unit) }))
  const conflicts = chosen.filter(({ side }) => side === undefined).map(({ change }) => change)
  const count = (of: 'left' | 'right') =>
    chosen.filter(({ change, side }) => side === of && !isLeftAlone(change)).length
  const taken = { left: count('left'), right: count('right') }
  const done = { unit: unit.unit, conflicts }
  if (taken[other] === 0) return { ...done, kind: 'merged', text: existing(unit[onto].text), taken }
  const merged = mergeUnitText(
    {
      unit: unit.unit,
      sourceText: unit[other].text,
      targetText: unit[onto].text,
      targetTree: unit[onto].tree,
      chosen: chosen.map(({ change, side }) => ({
        change: onto === 'left' ? flipChange(change) : change,
        isTaken: side === other,
      })),
      normalization: rules.normalization,
    },
    'source',
  )
  if (merged.kind === 'refused') return { ...done, kind: 'refused', error: merged.error }
  return { ...done, kind: 'merged', text: existing(merged.text), taken }
}

/** An ignored field is never written, and what a server keeps stays where it is. */
function isLeftAlone({ kind }: FieldChange): boolean {
  return kind === 'ignored' || kind === 'unowned' || kind === 'automation'
}

function existing(text: string): string | undefined {
  return text.trim() === '' ? undefined : text
}

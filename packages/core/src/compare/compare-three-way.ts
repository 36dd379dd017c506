import { isJsonObject } from '../model/json.ts'
import { emptyPathSet, isEmptyPathSet } from '../model/path-set.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { RawResources } from '../normalize/find-facts.ts'
import type { ResourceFacts } from '../normalize/resource-facts.ts'
import { alignNamespaces } from './align-namespaces.ts'
import { type BaseTree, unknownBase } from './base-tree.ts'
import type { CompareRules } from './compare-trees.ts'
import { compareUnit } from './compare-unit.ts'
import { contestMoves } from './contest-moves.ts'
import type { FieldChange } from './field-change.ts'
import { findMoves, type Move } from './find-moves.ts'
import { findRenames, type Rename } from './find-renames.ts'
import { judgeOneSided, type OneSided } from './one-sided.ts'
import { readUnitSides, type TextSide, type UnitTexts } from './read-unit-sides.ts'
import { summarizeUnitChange } from './unit-change.ts'
import type { ComparedSide, UnitComparison } from './unit-comparison.ts'
import type { BaseSet, UnitSet } from './unit-set.ts'

/** What a comparison of unit sets needs to know besides the texts. */
export interface ThreeWayRules extends Pick<CompareRules, 'normalization' | 'listKeys'> {
  /** A text's name, for messages. Default: `unit lambda, left side`. */
  readonly nameOf?: ((unit: string, side: TextSide) => string) | undefined
  /** Finds out what is known of the resources of one unit, for equivalence rules. Default: nothing. */
  readonly factsOf?:
    | ((left: RawResources, right: RawResources) => (resource: ResourceKey) => ResourceFacts)
    | undefined
  /**
   * Pairs a resource without a namespace with the only one of that kind and name that has one: a manifest need not
   * say what a cluster answers. Default: false.
   */
  readonly looseNamespaces?: boolean | undefined
}

/** What two sets of units have become since both agreed. */
export interface ThreeWayComparison {
  /** The units that are not the same everywhere, ordered by name. */
  readonly units: readonly UnitComparison[]
  /** How many units there are on the two sides. */
  readonly unitCount: number
  /** Resources that a side moved from one unit to another, ordered by the unit that they left. */
  readonly moves: readonly Move[]
  readonly renames: readonly Rename[]
}

/**
 * Compares two sets of units with what they last agreed on, field by field. Units are paired by name, resources by
 * group, kind, namespace and name, so that a new apiVersion still pairs; elements of lists by their keys where these
 * are known. Texts that are the same everywhere are not parsed, and one that several sides share is parsed once.
 *
 * A text that cannot be read, or a unit that a side may merely not have listed, is told as such and never taken for
 * absent. A unit that both sides added, and differently, has no base: whatever differs in it is a conflict.
 * Pure, and the same for any order of the units, resources and keys.
 *
 * @example
 * const texts = (image: string) => new Map([['web', `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {image: ${image}}\n`]])
 * const { units } = compareThreeWay({ texts: texts('a') }, { texts: texts('b') }, { texts: texts('a') })
 * // units[0].changes[0] is of kind one-side, side left, path ['spec', 'image']
 */
export function compareThreeWay(
  base: BaseSet,
  left: UnitSet,
  right: UnitSet,
  rules: ThreeWayRules = {},
): ThreeWayComparison {
  const sets = { base, left, right }
  const names = new Set([...namesOf(base), ...namesOf(left), ...namesOf(right)])
  const units = [...names].sort().flatMap((unit) => compareNamed(unit, sets, rules) ?? [])
  const compared = contestMoves(units.filter((unit) => unit.kind === 'compared'))
  const byName = new Map(compared.map((unit) => [unit.unit, unit]))
  const moves = findMoves(compared)
  return {
    units: units.map((unit) => byName.get(unit.unit) ?? unit),
    unitCount: new Set([...namesOf(left), ...namesOf(right)]).size,
    moves,
    renames: findRenames(compared, moves),
  }
}

interface Sets {
  readonly base: BaseSet
  readonly left: UnitSet
  readonly right: UnitSet
}

function* namesOf(set: UnitSet): Iterable<string> {
  for (const [unit, text] of set.texts) if (text !== '') yield unit
  yield* set.unreadable?.keys() ?? []
}

function compareNamed(unit: string, sets: Sets, rules: ThreeWayRules): UnitComparison | undefined {
  const hole = findHole(unit, sets)
  if (hole !== undefined) return hole
  const texts = {
    base: sets.base.texts.get(unit),
    left: sets.left.texts.get(unit),
    right: sets.right.texts.get(unit),
  }
  const unknown = sets.base.unknown?.get(unit) ?? emptyPathSet
  if (isSameEverywhere(texts) && isEmptyPathSet(unknown)) return undefined
  const { normalization, nameOf = defaultName } = rules
  const sides = readUnitSides(texts, { normalization, nameOf: (side) => nameOf(unit, side) })
  if (sides.kind === 'unreadable') return { kind: 'unreadable', unit, side: sides.side, error: sides.error }
  const left = { text: texts.left ?? '', tree: sides.left.tree, raw: sides.left.raw }
  const align = <Value>(resources: Readonly<Record<ResourceKey, Value>>) =>
    rules.looseNamespaces === true ? alignNamespaces(resources, left.raw) : resources
  const right = { text: texts.right ?? '', tree: align(sides.right.tree), raw: align(sides.right.raw) }
  const isForgotten = texts.base === undefined && sets.base.complete === false
  const base = isForgotten ? unknownBase : { value: align(sides.base.tree), unknown }
  const changes = compareSides(base, left, right, rules)
  if (changes.length === 0) return undefined
  return {
    kind: 'compared',
    unit,
    unitChange: summarizeUnitChange(changes),
    oneSided: findOneSided(base, left, right),
    changes,
    left,
    right,
  }
}

function isSameEverywhere({ base = '', left = '', right = '' }: UnitTexts): boolean {
  return left === right && left === base
}

/** Why a unit cannot be compared at all; undefined where it can be. */
function findHole(unit: string, sets: Sets): UnitComparison | undefined {
  for (const side of ['left', 'right', 'base'] as const) {
    const error = sets[side].unreadable?.get(unit)
    if (error !== undefined) return { kind: 'unreadable', unit, side, error }
  }
  const unlisted = (['left', 'right'] as const).find(
    (side) => sets[side].complete === false && !sets[side].texts.has(unit),
  )
  return unlisted === undefined ? undefined : { kind: 'unlisted', unit, side: unlisted }
}

function compareSides(
  base: BaseTree,
  left: ComparedSide,
  right: ComparedSide,
  rules: ThreeWayRules,
): readonly FieldChange[] {
  const { normalization, listKeys, factsOf } = rules
  return compareUnit(base, left.tree, right.tree, {
    normalization,
    listKeys,
    facts: factsOf?.(left.raw, right.raw),
  })
}

function findOneSided(base: BaseTree, left: ComparedSide, right: ComparedSide): OneSided | undefined {
  const [inLeft, inRight] = [left, right].map(({ tree }) => Object.keys(tree).length > 0)
  if (inLeft === inRight) return undefined
  const isRemembered = isJsonObject(base.value) && Object.keys(base.value).length > 0
  // Where even a single field is unknown, there was something.
  const wasThere = isRemembered || !isEmptyPathSet(base.unknown)
  return judgeOneSided(inLeft ? 'left' : 'right', base.unknown.here && !isRemembered ? undefined : wasThere)
}

function defaultName(unit: string, side: TextSide): string {
  return side === 'base' ? `unit ${unit}, base` : `unit ${unit}, ${side} side`
}

import { deepEqual } from '../model/deep-equal.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { ownValue } from '../model/own-value.ts'
import { childPaths, everyPath, isEmptyPathSet, type PathSet } from '../model/path-set.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { explainOrder } from '../normalize/explain-order.ts'
import type { ListKeys } from '../normalize/list-keys.ts'
import { type Normalization, standardNormalization } from '../normalize/normalization.ts'
import { descendPlaces, type Places, rulesAt } from '../normalize/place-tree.ts'
import { emptiableMetadata } from '../normalize/prune-resource.ts'
import type { ResourceFacts } from '../normalize/resource-facts.ts'
import type { BaseTree } from './base-tree.ts'
import { classifyField, type FieldPlace, type WalkRules } from './classify-field.ts'
import { type FieldChange, isAgreed } from './field-change.ts'
import { pairElements } from './pair-elements.ts'

/** What the walk needs to know besides the values. */
export interface CompareRules {
  /** Default: those of the normalization. */
  readonly listKeys?: ListKeys | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
  /** What is known of a resource, for equivalence rules. */
  readonly facts?: ((resource: ResourceKey) => ResourceFacts) | undefined
  /**
   * Sides on which the whole was seen missing and is back: bringing it back is a change of that side,
   * also where the value is the old one.
   */
  readonly returned?: readonly ('left' | 'right')[] | undefined
}

/**
 * Compares one resource on two sides with what they last agreed on, in one walk.
 * Answers one change per smallest field that differs on some side, in the order of the keys; empty where all are equal.
 * Maps are compared key by key, lists by their keys where these are known, everything else as one value. What both
 * sides added on their own, a resource or an element of a keyed list, has no base: fields that differ are conflicts.
 * A difference that a rule covers names the rule.
 */
export function compareTrees(
  resource: ResourceKey,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: CompareRules,
): readonly FieldChange[] {
  if (isSameEverywhere(base.value, base.unknown, left, right)) return []
  const { normalization = standardNormalization } = rules
  const { places, everywhere } = normalization.rulesFor(resource, [left, right, base.value])
  const walking: Walking = {
    resource,
    places,
    changes: [],
    listKeys: rules.listKeys ?? normalization.listKeys,
    everywhere,
    facts: rules.facts?.(resource) ?? {},
    wholes: [left, right],
    baseWhole: base.value,
    returned: rules.returned ?? [],
  }
  walk(undefined, base.value, base.unknown, left, right, walking)
  return walking.changes
}

/** One step of the way from a resource to a field; undefined is the resource itself. */
type Step = { readonly above: Step; readonly segment: string; readonly kind: 'entry' | 'element' } | undefined

interface Walking extends WalkRules {
  readonly resource: ResourceKey
  readonly places: Places
  readonly changes: FieldChange[]
}

function walk(step: Step, base: Tree, unknown: PathSet, left: Tree, right: Tree, walking: Walking): void {
  const isAddedTwice = base === undefined && left !== undefined && right !== undefined && isItem(step)
  const open = isAddedTwice ? everyPath : unknown
  if (isJsonObject(left) && isJsonObject(right)) walkMaps(step, base, open, left, right, walking)
  else if (!isJsonList(left) || !isJsonList(right)) classify(step, base, open, left, right, walking)
  else if (
    !isSameEverywhere(base, open, left, right) &&
    !walkKeyedLists(step, base, open, left, right, walking)
  )
    classify(step, base, open, left, right, walking)
}

/** A resource or an element of a list is there or not; what is merely in a map belongs to the map. */
function isItem(step: Step): boolean {
  return step === undefined || step.kind === 'element'
}

// Most resources and lists are equal: only of the others somebody has to know the rules and the keys.
function isSameEverywhere(base: Tree, unknown: PathSet, left: Tree, right: Tree): boolean {
  return isEmptyPathSet(unknown) && deepEqual(left, right) && deepEqual(base, left)
}

function walkMaps(
  step: Step,
  base: Tree,
  unknown: PathSet,
  left: JsonObject,
  right: JsonObject,
  walking: Walking,
): void {
  const { changes } = walking
  const before = changes.length
  const baseMap = isJsonObject(base) ? base : noEntries
  for (const key of differingKeys(baseMap, unknown, left, right)) {
    const below: Step = { above: step, segment: key, kind: 'entry' }
    const open = childPaths(unknown, key)
    walk(below, ownValue(baseMap, key), open, ownValue(left, key), ownValue(right, key), walking)
  }
  if (changes.length > before && isIgnored(step, walking)) {
    changes.length = before
    classify(step, base, unknown, left, right, walking)
  }
}

const noEntries: JsonObject = {}

/** The keys below which anything can differ, in order. */
function differingKeys(
  base: JsonObject,
  unknown: PathSet,
  left: JsonObject,
  right: JsonObject,
): readonly string[] {
  const isKnown = isEmptyPathSet(unknown)
  const keys: string[] = []
  for (const key of Object.keys(left)) {
    const value = left[key]
    if (!isKnown || value !== ownValue(right, key) || value !== ownValue(base, key)) keys.push(key)
  }
  for (const key of Object.keys(right)) if (!Object.hasOwn(left, key)) keys.push(key)
  for (const key of Object.keys(base)) {
    if (!Object.hasOwn(left, key) && !Object.hasOwn(right, key)) keys.push(key)
  }
  return keys.sort()
}

function walkKeyedLists(
  step: Step,
  base: Tree,
  unknown: PathSet,
  left: readonly Json[],
  right: readonly Json[],
  walking: Walking,
): boolean {
  const { changes } = walking
  if (isIgnored(step, walking)) return false
  const keys = walking.listKeys(walking.resource, pathOf(step))
  const baseList = isJsonList(base) ? base : []
  const paired = keys && pairElements(keys, [baseList, left, right])
  const [baseElements, leftElements, rightElements] = paired ?? []
  if (baseElements === undefined || leftElements === undefined || rightElements === undefined) return false
  const order = explainOrder(walking.resource, pathOf(step), leftElements, rightElements)
  if (order !== undefined) {
    classify(step, base, unknown, left, right, walking, order)
    return true
  }
  const before = changes.length
  const segments = new Set([...leftElements.keys(), ...rightElements.keys(), ...baseElements.keys()])
  for (const segment of segments) {
    const below: Step = { above: step, segment, kind: 'element' }
    const [baseItem, leftItem, rightItem] = [baseElements, leftElements, rightElements].map((elements) =>
      elements.get(segment),
    )
    walk(below, baseItem, childPaths(unknown, segment), leftItem, rightItem, walking)
  }
  const sameElements = changes.slice(before).every(isAgreed)
  if (sameElements && [...leftElements.keys()].join() !== [...rightElements.keys()].join()) {
    const { resource } = walking
    changes.push({
      resource,
      path: pathOf(step),
      kind: 'order-only',
      base: isEmptyPathSet(unknown)
        ? { kind: 'known', value: base }
        : { kind: 'unknown', existed: base !== undefined },
      left,
      right,
    })
  }
  return true
}

function classify(
  step: Step,
  base: Tree,
  unknown: PathSet,
  left: Tree,
  right: Tree,
  walking: Walking,
  why?: string,
): void {
  const { changes } = walking
  const found = classifyField(placeOf(step, walking), { value: base, unknown }, left, right, walking)
  if (found === undefined) return
  const change = why === undefined || isAgreed(found) ? found : { ...found, why }
  const before = changes.length
  if (change.rule === undefined && !isItem(step) && (left === undefined || right === undefined)) {
    takeApart(step, base, unknown, left, right, walking)
    // Where an empty map is no map, taking it away only takes away what was in it.
    if (change.kind === 'conflict' && isJsonObject(base) && isEmptiable(step, walking)) return
    // What a rule keeps for itself is not written along with the rest of its map or list.
    if (changes.slice(before).some((part) => part.rule !== undefined && !isAgreed(part))) return
    changes.length = before
  }
  changes.push(change)
}

function isEmptiable(step: Step, walking: Walking): boolean {
  const [parent, key = '', ...below] = pathOf(step)
  if (parent === 'metadata' && below.length === 0) return emptiableMetadata.includes(key)
  return rulesAt(placesOf(step, walking)).some(({ rule }) => rule.kind === 'empty')
}

// The fields of a map, or the elements of a keyed list, that only one side has.
function takeApart(
  step: Step,
  base: Tree,
  unknown: PathSet,
  left: Tree,
  right: Tree,
  walking: Walking,
): void {
  const map = (side: Tree) => (isJsonObject(side) ? side : noEntries)
  const list = (side: Tree) => (isJsonList(side) ? side : [])
  const only = left ?? right
  if (isJsonObject(only)) walkMaps(step, base, unknown, map(left), map(right), walking)
  if (isJsonList(only)) walkKeyedLists(step, base, unknown, list(left), list(right), walking)
}

function isIgnored(step: Step, walking: Walking): boolean {
  return rulesAt(placesOf(step, walking)).some(
    ({ rule }) => rule.kind === 'equivalence' && rule.when === 'always' && rule.managers === undefined,
  )
}

// Paths and places are worked out only where something differs.
function placeOf(step: Step, walking: Walking): FieldPlace {
  return { resource: walking.resource, path: pathOf(step), places: placesOf(step, walking) }
}

function pathOf(step: Step): string[] {
  if (step === undefined) return []
  const path = pathOf(step.above)
  path.push(step.segment)
  return path
}

function placesOf(step: Step, walking: Walking): Places {
  return step === undefined ? walking.places : descendPlaces(placesOf(step.above, walking), step.segment)
}

import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type Tree } from '../model/json.ts'
import { ownValue } from '../model/own-value.ts'
import { childPaths, isEmptyPathSet } from '../model/path-set.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { ListKeys } from '../normalize/list-keys.ts'
import { type Normalization, standardNormalization } from '../normalize/normalization.ts'
import { descendPlaces, type Places, rulesAt } from '../normalize/place-tree.ts'
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
 * Maps are compared key by key, lists by their keys where these are known, everything else as one value.
 * A difference that a rule covers names the rule.
 */
export function compareTrees(
  resource: ResourceKey,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: CompareRules,
): readonly FieldChange[] {
  const changes: FieldChange[] = []
  const { normalization = standardNormalization } = rules
  const { places, everywhere } = normalization.rulesFor(resource, [left, right, base.value])
  const walking = {
    listKeys: rules.listKeys ?? normalization.listKeys,
    everywhere,
    facts: rules.facts?.(resource) ?? {},
    wholes: [left, right] as const,
    returned: rules.returned ?? [],
  }
  walk({ resource, path: [], places }, base, left, right, walking, changes)
  return changes
}

function walk(
  place: FieldPlace,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: WalkRules,
  changes: FieldChange[],
): void {
  if (isJsonObject(left) && isJsonObject(right) && !isIgnored(place.places)) {
    walkMaps(place, base, left, right, rules, changes)
    return
  }
  if (isJsonList(left) && isJsonList(right) && walkKeyedLists(place, base, left, right, rules, changes))
    return
  const change = classifyField(place, base, left, right, rules)
  if (change === undefined) return
  if (change.rule === undefined && isOneMap(left, right) && isPartOfMap(place.path)) {
    const parts: FieldChange[] = []
    walkMaps(place, base, isJsonObject(left) ? left : {}, isJsonObject(right) ? right : {}, rules, parts)
    // What a rule keeps for itself is not written along with the rest of its map.
    if (parts.some((part) => part.rule !== undefined && !isAgreed(part))) {
      changes.push(...parts)
      return
    }
  }
  changes.push(change)
}

function walkMaps(
  place: FieldPlace,
  base: BaseTree,
  left: { readonly [key: string]: Json },
  right: { readonly [key: string]: Json },
  rules: WalkRules,
  changes: FieldChange[],
): void {
  const baseMap = isJsonObject(base.value) ? base.value : {}
  const keys = new Set([...Object.keys(baseMap), ...Object.keys(left), ...Object.keys(right)])
  for (const key of [...keys].sort()) {
    const below = { value: ownValue(baseMap, key), unknown: childPaths(base.unknown, key) }
    walk(descend(place, key), below, ownValue(left, key), ownValue(right, key), rules, changes)
  }
}

function walkKeyedLists(
  place: FieldPlace,
  base: BaseTree,
  left: readonly Json[],
  right: readonly Json[],
  rules: WalkRules,
  changes: FieldChange[],
): boolean {
  const keys = isIgnored(place.places) ? undefined : rules.listKeys(place.resource, place.path)
  if (keys === undefined) return false
  const baseList = isJsonList(base.value) ? base.value : []
  const paired = pairElements(keys, [baseList, left, right])
  const [baseElements, leftElements, rightElements] = paired ?? []
  if (baseElements === undefined || leftElements === undefined || rightElements === undefined) return false
  const before = changes.length
  const segments = new Set([...leftElements.keys(), ...rightElements.keys(), ...baseElements.keys()])
  for (const segment of segments) {
    const below = { value: baseElements.get(segment), unknown: childPaths(base.unknown, segment) }
    walk(
      descend(place, segment),
      below,
      leftElements.get(segment),
      rightElements.get(segment),
      rules,
      changes,
    )
  }
  const sameElements = changes.slice(before).every(isAgreed)
  if (sameElements && [...leftElements.keys()].join() !== [...rightElements.keys()].join()) {
    const { resource, path } = place
    changes.push({ resource, path, kind: 'order-only', base: baseValueOf(base), left, right })
  }
  return true
}

function isIgnored(places: Places): boolean {
  return rulesAt(places).some(
    ({ rule }) => rule.kind === 'equivalence' && rule.when === 'always' && rule.managers === undefined,
  )
}

function isOneMap(left: Tree, right: Tree): boolean {
  return (left === undefined && isJsonObject(right)) || (right === undefined && isJsonObject(left))
}

// A resource or an element of a list is there or not: only what is merely a map in a map is taken apart.
function isPartOfMap(path: FieldPath): boolean {
  const segment = path.at(-1)
  return segment !== undefined && !segment.startsWith('[')
}

function baseValueOf(base: BaseTree): FieldChange['base'] {
  return isEmptyPathSet(base.unknown)
    ? { kind: 'known', value: base.value }
    : { kind: 'unknown', existed: base.value !== undefined }
}

function descend(place: FieldPlace, segment: string): FieldPlace {
  return {
    resource: place.resource,
    path: [...place.path, segment],
    places: descendPlaces(place.places, segment),
  }
}

import { deepEqual } from '../model/deep-equal.ts'
import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type Tree } from '../model/json.ts'
import { childPaths, isEmptyPathSet } from '../model/path-set.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import type { ListKeys } from '../normalize/list-keys.ts'
import type { BaseTree } from './base-tree.ts'
import type { FieldChange } from './field-change.ts'
import { pairElements } from './pair-elements.ts'

/** Asked where the sides differ: the class of a difference that is none, or undefined for a real one. */
export type Equivalence = (
  resource: ResourceKey,
  path: FieldPath,
  values: { readonly base: BaseTree; readonly left: Tree; readonly right: Tree },
) => 'default-only' | 'unowned' | 'ignored' | undefined

/** What the walk needs to know besides the values. */
export interface CompareRules {
  readonly listKeys: ListKeys
  readonly equivalence?: Equivalence | undefined
  /**
   * Sides on which the whole was seen missing and is back: bringing it back is a change of that side,
   * also where the value is the old one.
   */
  readonly returned?: readonly ('left' | 'right')[] | undefined
}

interface Place {
  readonly resource: ResourceKey
  readonly path: FieldPath
}

/**
 * Compares one resource on two sides with what they last agreed on, in one walk.
 * Answers one change per smallest field that differs on some side, in the order of the keys; empty where all are equal.
 * Maps are compared key by key, lists by their keys where these are known, everything else as one value.
 */
export function compareTrees(
  resource: ResourceKey,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: CompareRules,
): readonly FieldChange[] {
  const changes: FieldChange[] = []
  walk({ resource, path: [] }, base, left, right, rules, changes)
  return changes
}

function walk(
  place: Place,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: CompareRules,
  changes: FieldChange[],
): void {
  if (isJsonObject(left) && isJsonObject(right)) {
    const baseMap = isJsonObject(base.value) ? base.value : {}
    const keys = new Set([...Object.keys(baseMap), ...Object.keys(left), ...Object.keys(right)])
    for (const key of [...keys].sort()) {
      const below = { value: baseMap[key], unknown: childPaths(base.unknown, key) }
      walk(descend(place, key), below, left[key], right[key], rules, changes)
    }
    return
  }
  if (isJsonList(left) && isJsonList(right) && walkKeyedLists(place, base, left, right, rules, changes))
    return
  const change = classify(place, base, left, right, rules)
  if (change !== undefined) changes.push(change)
}

function walkKeyedLists(
  place: Place,
  base: BaseTree,
  left: readonly Json[],
  right: readonly Json[],
  rules: CompareRules,
  changes: FieldChange[],
): boolean {
  const keys = rules.listKeys(place.resource, place.path)
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
  const sameElements = changes.slice(before).every((change) => change.kind === 'both-same')
  if (sameElements && [...leftElements.keys()].join() !== [...rightElements.keys()].join()) {
    changes.push({ ...place, kind: 'order-only', base: baseValueOf(base), left, right })
  }
  return true
}

function classify(
  place: Place,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: CompareRules,
): FieldChange | undefined {
  const known = isEmptyPathSet(base.unknown)
  const values = { base: baseValueOf(base), left, right }
  const leftIsBase = known && deepEqual(base.value, left)
  if (deepEqual(left, right)) return leftIsBase ? undefined : { ...place, ...values, kind: 'both-same' }
  const covered = rules.equivalence?.(place.resource, place.path, { base, left, right })
  if (covered !== undefined) return { ...place, ...values, kind: covered }
  const leftChanged = !leftIsBase || rules.returned?.includes('left') === true
  const rightChanged = !known || !deepEqual(base.value, right) || rules.returned?.includes('right') === true
  if (leftChanged && rightChanged) return { ...place, ...values, kind: 'conflict' }
  return { ...place, ...values, kind: 'one-side', side: leftChanged ? 'left' : 'right' }
}

function baseValueOf(base: BaseTree): FieldChange['base'] {
  return isEmptyPathSet(base.unknown)
    ? { kind: 'known', value: base.value }
    : { kind: 'unknown', existed: base.value !== undefined }
}

function descend(place: Place, segment: string): Place {
  return { resource: place.resource, path: [...place.path, segment] }
}

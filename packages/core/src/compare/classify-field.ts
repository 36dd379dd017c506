import { deepEqual } from '../model/deep-equal.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { Tree } from '../model/json.ts'
import { isEmptyPathSet } from '../model/path-set.ts'
import type { ResourceKey } from '../model/resource-identity.ts'
import { findCoveringRule } from '../normalize/find-covering-rule.ts'
import { foldValue } from '../normalize/fold-value.ts'
import type { ListKeys } from '../normalize/list-keys.ts'
import { type PlacedRule, type Places, rulesAt } from '../normalize/place-tree.ts'
import type { ResourceFacts } from '../normalize/resource-facts.ts'
import type { NormalizationRule } from '../normalize/rule.ts'
import type { BaseTree } from './base-tree.ts'
import type { FieldChange } from './field-change.ts'

/** Where a comparison stands: a field, and what the rules say from there on. */
export interface FieldPlace {
  readonly resource: ResourceKey
  readonly path: FieldPath
  readonly places: Places
}

/** What a comparison of one resource knows. */
export interface WalkRules {
  readonly listKeys: ListKeys
  readonly everywhere: readonly PlacedRule[]
  readonly facts: ResourceFacts
  readonly wholes: readonly [left: Tree, right: Tree]
  readonly baseWhole: Tree
  readonly returned: readonly ('left' | 'right')[]
}

/**
 * The class of one field that is compared as a whole. Undefined where both sides are as they were, however the value
 * is spelled in the base.
 */
export function classifyField(
  place: FieldPlace,
  base: BaseTree,
  left: Tree,
  right: Tree,
  rules: WalkRules,
): FieldChange | undefined {
  const { resource, path } = place
  const known = isEmptyPathSet(base.unknown)
  const isBase = (value: Tree, side: Tree) =>
    known && isSame({ value: base.value, root: rules.baseWhole }, { value, root: side }, place)
  const baseValue: FieldChange['base'] = known
    ? { kind: 'known', value: base.value }
    : { kind: 'unknown', existed: base.value !== undefined }
  const field = { resource, path, base: baseValue, left, right }
  const [leftWhole, rightWhole] = rules.wholes
  if (deepEqual(left, right)) return isBase(left, leftWhole) ? undefined : { ...field, kind: 'both-same' }
  const sameness = explainSameness(
    { value: left, root: leftWhole },
    { value: right, root: rightWhole },
    place,
  )
  if (sameness !== undefined) return { ...field, ...sameness }
  const covering = findCoveringRule([...rulesAt(place.places), ...rules.everywhere], {
    path,
    base: base.value,
    isBaseKnown: known,
    left,
    right,
    wholes: rules.wholes,
    facts: rules.facts,
  })
  if (covering !== undefined) return { ...field, kind: covering.class, rule: covering.id }
  const leftChanged = !isBase(left, leftWhole) || rules.returned.includes('left')
  const rightChanged = !isBase(right, rightWhole) || rules.returned.includes('right')
  if (leftChanged && rightChanged) return { ...field, kind: 'conflict' }
  return { ...field, kind: 'one-side', side: leftChanged ? 'left' : 'right' }
}

/** A value, and the resource that it is from. */
interface RootedValue {
  readonly value: Tree
  readonly root: Tree
}

function isSame(one: RootedValue, other: RootedValue, place: FieldPlace): boolean {
  return deepEqual(one.value, other.value) || explainSameness(one, other, place) !== undefined
}

interface Sameness {
  readonly kind: 'order-only' | 'default-only' | 'same-meaning'
  readonly rule: string
}

// Which rules make two different values mean the same; undefined where none do.
function explainSameness(
  one: RootedValue,
  other: RootedValue,
  { places, path }: FieldPlace,
): Sameness | undefined {
  if (places.length === 0) return undefined
  const fired = new Map<string, NormalizationRule['kind']>()
  const fold = ({ value, root }: RootedValue) =>
    foldValue(value, places, { root, path }, ({ id, kind }) => fired.set(id, kind))
  if (!deepEqual(fold(one), fold(other))) return undefined
  const ruleKinds = [...fired.values()]
  const only = (...some: readonly NormalizationRule['kind'][]) =>
    ruleKinds.every((kind) => some.includes(kind))
  const kind = only('set')
    ? 'order-only'
    : only('default', 'empty', 'derived')
      ? 'default-only'
      : 'same-meaning'
  return { kind, rule: [...fired.keys()].join(',') }
}

import { deepEqual } from '../model/deep-equal.ts'
import type { FieldPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Tree } from '../model/json.ts'
import { matchesWildcard } from './matches-wildcard.ts'
import type { PlacedRule } from './place-tree.ts'
import type { ResourceFacts } from './resource-facts.ts'
import type { EquivalenceRule } from './rule.ts'

/** A field on which the sides differ, and what is known of it. */
export interface Difference {
  readonly path: FieldPath
  /** The base's value; also undefined where nothing is known of it but what `baseExisted` says. */
  readonly base: Tree
  /** False where nobody knows the base. */
  readonly isBaseKnown: boolean
  readonly left: Tree
  readonly right: Tree
  /** The resource as a whole, on both sides. */
  readonly wholes: readonly [left: Tree, right: Tree]
  readonly facts: ResourceFacts
}

/** The first of some rules that covers a difference; undefined where somebody has to decide it. */
export function findCoveringRule(
  rules: readonly PlacedRule[],
  difference: Difference,
): EquivalenceRule | undefined {
  for (const { rule } of rules) {
    if (rule.kind === 'equivalence' && isOwnedAs(rule, difference) && covers(rule, difference)) return rule
  }
  return undefined
}

function isOwnedAs(rule: EquivalenceRule, { facts, path }: Difference): boolean {
  if (rule.managers === undefined) return true
  const manager = facts.ownerOf?.(path)?.manager
  return manager !== undefined && rule.managers.some((pattern) => matchesWildcard(pattern, manager))
}

function covers(rule: EquivalenceRule, difference: Difference): boolean {
  const { left, right, facts } = difference
  switch (rule.when) {
    case 'always':
      return true
    case 'one-sided':
      return left === undefined || right === undefined
    case 'undeclared':
      return isUndeclared(difference, rule)
    case 'allocated':
      return isUndeclared(difference, rule) && !isByPerson(difference)
    case 'autoscaled':
      return facts.observed !== undefined && facts.autoscaled === true
    case 'automatic-revision':
      return facts.observed !== undefined && difference.wholes.some(isAutomatic)
    case 'late-initialised':
      return isUndeclared(difference, {}) && isByController(difference)
  }
}

function isUndeclared(
  { base, isBaseKnown, left, right, facts }: Difference,
  { blank = false, elements = false }: Pick<EquivalenceRule, 'blank' | 'elements'>,
): boolean {
  if (facts.observed === undefined) return false
  const [live, other] = facts.observed === 'left' ? [left, right] : [right, left]
  const lacks = (value: Tree) =>
    value === undefined ||
    (blank && typeof value === 'string' && value.trim() === '') ||
    (elements && addsTo(value, live))
  return live !== undefined && lacks(other) && (!isBaseKnown || lacks(base))
}

// A list to which the cluster has only added elements.
function addsTo(declared: Tree, live: Tree): boolean {
  if (!isJsonList(declared) || !isJsonList(live)) return false
  return declared.every((item) => live.some((other) => deepEqual(item, other)))
}

function isByPerson({ path, facts }: Difference): boolean {
  const manager = facts.ownerOf?.(path)?.manager
  return manager !== undefined && facts.isController?.(manager) === false
}

// A map may have several owners: the walk asks for what is in it.
function isByController({ path, left, right, facts }: Difference): boolean {
  if (isJsonObject(left) || isJsonObject(right)) return false
  const manager = facts.ownerOf?.(path)?.manager
  return manager !== undefined && facts.isController?.(manager) === true
}

function isAutomatic(resource: Tree): boolean {
  return [['spec'], ['spec', 'crossplane']].some(
    (place) => getField(resource, [...place, 'compositionUpdatePolicy']) === 'Automatic',
  )
}

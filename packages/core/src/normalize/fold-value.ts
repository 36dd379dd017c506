import { deepEqual } from '../model/deep-equal.ts'
import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type Tree } from '../model/json.ts'
import { deriveValue } from './derive-value.ts'
import { parseDuration } from './duration.ts'
import { descendPlaces, descendToElement, type PlacedRule, type Places, rulesAt } from './place-tree.ts'
import type { OnFired } from './prune-resource.ts'
import { formatQuantity, parseQuantity } from './quantity.ts'

/** Where a value stands: the resource as a whole, for what follows from another field, and the way to the value. */
export interface FoldedPlace {
  readonly root: Tree
  readonly path: FieldPath
}

/**
 * The one spelling of a value at its place: what means the same folds to equal values, and to undefined what is as
 * good as absent. For comparing only; it is never written.
 */
export function foldValue(value: Tree, places: Places, at: FoldedPlace, onFired: OnFired): Tree {
  if (places.length === 0 || value === undefined) return value
  let folded: Tree = foldBelow(value, places, at, onFired)
  for (const placed of rulesAt(places)) {
    const before: Tree = folded
    folded = applyRule(placed, folded, at)
    if (!deepEqual(before, folded)) onFired(placed.rule, at.path)
  }
  return folded
}

function foldBelow(value: Json, places: Places, { root, path }: FoldedPlace, onFired: OnFired): Json {
  const below = (segment: string | number): FoldedPlace => ({ root, path: [...path, String(segment)] })
  if (isJsonList(value)) {
    return value.map(
      (item, index) => foldValue(item, descendToElement(places, index, item), below(index), onFired) ?? item,
    )
  }
  if (!isJsonObject(value)) return value
  const result: Record<string, Json> = Object.create(null)
  for (const [key, item] of Object.entries(value)) {
    const folded = foldValue(item, descendPlaces(places, key), below(key), onFired)
    if (folded !== undefined) result[key] = folded
  }
  return result
}

function applyRule({ rule, value: standard, derivation }: PlacedRule, value: Tree, at: FoldedPlace): Tree {
  switch (rule.kind) {
    case 'quantity':
      return foldQuantity(value)
    case 'duration':
      return foldDuration(value)
    case 'default':
      return deepEqual(value, standard) ? undefined : value
    case 'derived':
      return derivation !== undefined && deepEqual(value, deriveValue(derivation, at.root, at.path))
        ? undefined
        : value
    case 'empty':
      return isEmpty(value) ? undefined : value
    case 'set':
      return isJsonList(value) ? sortList(value) : value
    default:
      return value
  }
}

// One text for one value: the shorter of the binary and the decimal form.
function foldQuantity(value: Tree): Tree {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return value
  const quantity = parseQuantity(String(value))
  if (quantity === undefined) return value
  const decimal = formatQuantity({ nano: quantity.nano, format: 'DecimalSI' })
  const binary = formatQuantity({ nano: quantity.nano, format: 'BinarySI' })
  return binary.length < decimal.length ? binary : decimal
}

function foldDuration(value: Tree): Tree {
  const duration = typeof value === 'string' ? parseDuration(value) : undefined
  return duration === undefined ? value : `${duration}ns`
}

function isEmpty(value: Tree): boolean {
  if (isJsonList(value)) return value.length === 0
  return isJsonObject(value) && Object.keys(value).length === 0
}

function sortList(list: readonly Json[]): Json {
  const keyed = list.map((item) => ({ item, text: stableText(item) }))
  return keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item)
}

function stableText(value: Json): string {
  if (isJsonList(value)) return `[${value.map(stableText).join()}]`
  if (typeof value === 'bigint') return String(value)
  if (!isJsonObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${stableText(item)}`).join()}}`
}

import { isDeepStrictEqual } from 'node:util'
import { type FieldSet, joinFieldPath } from './field-set.ts'
import type { FieldTyping } from './field-type.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { itemsByElement } from './list-items.ts'

/** Which fields differ between two states of an object. */
export interface FieldChanges {
  /** Fields that are new or have another value. */
  readonly set: FieldSet
  readonly removed: FieldSet
}

/**
 * Compares two states of an object field by field. Maps at an `implicit` path (joined with dots) are not fields
 * themselves: the real server's typed objects always have them, so nobody comes to own them.
 */
export function compareFieldSets(
  before: JsonObject,
  after: JsonObject,
  typing: FieldTyping,
  implicit: ReadonlySet<string>,
): FieldChanges {
  const set = new Set<string>()
  const removed = new Set<string>()

  const visit = (
    left: JsonValue | undefined,
    right: JsonValue | undefined,
    elements: readonly string[],
    names: readonly string[],
  ): void => {
    if (left === undefined && right === undefined) return
    const leftParts = partsOf(left, typing, names)
    const rightParts = partsOf(right, typing, names)
    const leaf =
      (left !== undefined && leftParts === undefined) || (right !== undefined && rightParts === undefined)
    const path = joinFieldPath(elements)
    const owned = elements.length > 0 && !implicit.has(names.join('.'))
    if (leaf && leftParts === undefined && rightParts === undefined) {
      if (right === undefined) removed.add(path)
      else if (!isDeepStrictEqual(left, right)) set.add(path)
      return
    }
    if (leaf || left === undefined || right === undefined) {
      if (owned || leaf) (right === undefined ? removed : set).add(path)
    }
    for (const element of new Set([...(leftParts?.keys() ?? []), ...(rightParts?.keys() ?? [])])) {
      const below = element.startsWith('f:') ? [...names, element.slice(2)] : names
      visitPart(leftParts?.get(element), rightParts?.get(element), [...elements, element], below)
    }
  }

  const visitPart = (
    left: JsonValue | undefined,
    right: JsonValue | undefined,
    elements: readonly string[],
    names: readonly string[],
  ): void => {
    if (elements.at(-1)?.startsWith('f:')) {
      visit(left, right, elements, names)
      return
    }
    const path = joinFieldPath(elements)
    if (left === undefined) set.add(path)
    if (right === undefined) removed.add(path)
    const members = new Set([...memberNames(left), ...memberNames(right)])
    for (const name of members) {
      visit(member(left, name), member(right, name), [...elements, `f:${name}`], [...names, name])
    }
  }

  visit(before, after, [], [])
  return { set, removed }
}

// A map's members or an associative list's items; undefined for what is compared as a whole.
function partsOf(
  value: JsonValue | undefined,
  typing: FieldTyping,
  names: readonly string[],
): ReadonlyMap<string, JsonValue> | undefined {
  const type = typing(names)
  if (!isJsonObject(value)) return itemsByElement(value, type)
  if (type.kind === 'atomic' && names.length > 0) return undefined
  return new Map(Object.entries(value).map(([name, below]) => [`f:${name}`, below]))
}

const memberNames = (value: JsonValue | undefined): readonly string[] =>
  isJsonObject(value) ? Object.keys(value) : []

const member = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  isJsonObject(value) ? value[name] : undefined

import { isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { formatKeyedSegment } from '../model/keyed-segment.ts'

/** Elements of one list by their path segment, in the list's order. */
export type KeyedElements = ReadonlyMap<string, JsonObject>

/**
 * Names the elements of several versions of one list by their keys, alike in all of them.
 * Undefined where an element has no key or a key appears twice: such lists are compared as one value.
 * Fewer keys name an element where they tell the same elements apart as all keys do: a port needs its protocol only
 * beside a namesake, or where its protocol changes.
 */
export function pairElements(
  keys: readonly string[],
  lists: readonly (readonly Json[])[],
): readonly KeyedElements[] | undefined {
  const whole = lists.map((list) => nameElements(keys, list))
  if (!whole.every((elements) => elements !== undefined)) return undefined
  for (let count = 1; count < keys.length; count++) {
    const named = lists.map((list) => nameElements(keys.slice(0, count), list))
    if (named.every((elements) => elements !== undefined) && isAsGood(named, keys)) return named
  }
  return whole
}

function nameElements(keys: readonly string[], list: readonly Json[]): KeyedElements | undefined {
  const elements = new Map<string, JsonObject>()
  for (const element of list) {
    if (!isJsonObject(element)) return undefined
    // Only the first key has to be written: a port without its protocol is a TCP port.
    const isNamed = (key: string, index: number) =>
      isKeyValue(element[key]) || (index > 0 && element[key] === undefined)
    if (!keys.every(isNamed)) return undefined
    const segment = formatKeyedSegment(keys, element)
    if (elements.has(segment)) return undefined
    elements.set(segment, element)
  }
  return elements
}

/** Tells whether elements of one name have the same keys in all lists. */
function isAsGood(named: readonly KeyedElements[], keys: readonly string[]): boolean {
  const fullNames = new Map<string, string>()
  for (const elements of named) {
    for (const [segment, element] of elements) {
      const fullName = formatKeyedSegment(keys, element)
      if ((fullNames.get(segment) ?? fullName) !== fullName) return false
      fullNames.set(segment, fullName)
    }
  }
  return true
}

function isKeyValue(value: Json | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
}

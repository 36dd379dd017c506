import type { FieldType } from './field-type.ts'
import { isJsonList, isJsonObject, type JsonValue } from './json.ts'

/**
 * The items of an associative list by their path element (`k:{"name":"web"}`, or `v:"x"` in a set), in order.
 * `undefined` where the list has to be taken as a whole: it is atomic, an item lacks a key, or two have the same.
 */
export function itemsByElement(
  value: JsonValue | undefined,
  type: FieldType,
): ReadonlyMap<string, JsonValue> | undefined {
  if (!isJsonList(value) || (type.kind !== 'keyed' && type.kind !== 'set')) return undefined
  const items = new Map<string, JsonValue>()
  for (const item of value) {
    const element = itemElement(item, type)
    if (element === undefined || items.has(element)) return undefined
    items.set(element, item)
  }
  return items
}

function itemElement(item: JsonValue, type: FieldType): string | undefined {
  if (type.kind === 'set')
    return isJsonObject(item) || isJsonList(item) ? undefined : `v:${JSON.stringify(item)}`
  if (type.kind !== 'keyed' || !isJsonObject(item)) return undefined
  const names = type.keys.map((key) => key.name).sort()
  const key: Record<string, JsonValue> = {}
  for (const name of names) {
    const value = item[name] ?? type.keys.find((candidate) => candidate.name === name)?.fallback
    if (value === undefined || value === null) return undefined
    key[name] = value
  }
  return `k:${JSON.stringify(key)}`
}

/**
 * The elements of both lists: the wanted ones in their order, each other one where it stood before. This is the
 * order of structured-merge-diff: a common element that is not yet wanted is passed over until its turn comes.
 */
export function mergeOrder(present: readonly string[], wanted: readonly string[]): readonly string[] {
  const common = wanted.filter((element) => present.includes(element))
  const pending = [...wanted]
  const order: string[] = []
  for (const element of present) {
    if (!wanted.includes(element)) order.push(element)
    else if (element === common[0]) {
      order.push(...pending.splice(0, pending.indexOf(element) + 1))
      common.shift()
    }
  }
  return [...order, ...pending]
}

import { isDeepStrictEqual } from 'node:util'
import type { FieldTyping } from './field-type.ts'
import { isJsonList, isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { badRequest } from './status-failure.ts'

const orderPrefix = '$setElementOrder/'
const deletePrefix = '$deleteFromPrimitiveList/'

/**
 * Applies a strategic merge patch: lists with a merge key merge by item, sets of scalars by value, others are
 * replaced. Directives: `$patch`, `$retainKeys`, `$setElementOrder/<list>`, `$deleteFromPrimitiveList/<list>`.
 */
export function applyStrategicMergePatch(
  object: JsonObject,
  patch: JsonObject,
  typing: FieldTyping,
): JsonObject {
  return mergeMap(object, patch, typing, [])
}

function mergeMap(
  live: JsonObject,
  patch: JsonObject,
  typing: FieldTyping,
  names: readonly string[],
): JsonObject {
  if (patch['$patch'] === 'replace') return withoutDirectives(patch)
  if (patch['$patch'] === 'delete') return {}
  const result: Record<string, JsonValue> = { ...live }
  const retained = patch['$retainKeys']
  if (isJsonList(retained))
    for (const name of Object.keys(result)) if (!retained.includes(name)) delete result[name]

  for (const [name, value] of Object.entries(patch)) {
    const list = name.startsWith(deletePrefix) ? name.slice(deletePrefix.length) : undefined
    if (list !== undefined)
      result[list] = listOf(result[list]).filter((item) => !listOf(value).includes(item))
    if (name.startsWith('$')) continue
    const present = result[name]
    const below = [...names, name]
    if (value === null) delete result[name]
    else if (isJsonObject(value))
      result[name] = mergeMap(isJsonObject(present) ? present : {}, value, typing, below)
    else if (isJsonList(value)) result[name] = mergeList(listOf(present), value, typing, below)
    else result[name] = value
  }
  for (const list of mergedLists(patch)) {
    const items = result[list]
    const key = mergeKey(typing, [...names, list])
    const isSet = typing([...names, list]).kind === 'set'
    if (!isJsonList(items) || (key === undefined && !isSet)) continue
    const wanted = listOf(patch[orderPrefix + list] ?? patch[list])
    result[list] = inOrder(items, listOf(live[list]), wanted, key)
  }
  return result
}

function mergeList(
  live: readonly JsonValue[],
  patch: readonly JsonValue[],
  typing: FieldTyping,
  names: readonly string[],
): readonly JsonValue[] {
  if (typing(names).kind === 'set') return [...live, ...patch.filter((item) => !live.includes(item))]
  const key = mergeKey(typing, names)
  const replaces = patch.some(
    (item) => isJsonObject(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1,
  )
  if (key === undefined || replaces) {
    return patch.filter((item) => !(isJsonObject(item) && item['$patch'] !== undefined))
  }
  let result = live
  for (const item of patch) {
    const value = isJsonObject(item) ? item[key] : undefined
    if (!isJsonObject(item) || value === undefined) {
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`)
    }
    const index = result.findIndex(
      (candidate) => isJsonObject(candidate) && isDeepStrictEqual(candidate[key], value),
    )
    const present = result[index]
    if (item['$patch'] === 'delete') result = result.filter((_, position) => position !== index)
    else if (isJsonObject(present)) result = result.with(index, mergeMap(present, item, typing, names))
    else result = [...result, mergeMap({}, item, typing, names)]
  }
  return result
}

// A strategic merge knows one merge key only, where server-side apply takes a pair: the first of the pair.
function mergeKey(typing: FieldTyping, names: readonly string[]): string | undefined {
  const type = typing(names)
  return type.kind === 'keyed' ? type.keys[0]?.name : undefined
}

const mergedLists = (patch: JsonObject): ReadonlySet<string> =>
  new Set(
    Object.keys(patch).flatMap((name) => {
      if (name.startsWith(orderPrefix)) return [name.slice(orderPrefix.length)]
      return isJsonList(patch[name]) && !name.startsWith('$') ? [name] : []
    }),
  )

// The server's order: items that the patch names as it names them, the others as they were. One of these comes
// first only where it was in front of the next named item before; so a new item goes to the front.
function inOrder(
  items: readonly JsonValue[],
  live: readonly JsonValue[],
  wanted: readonly JsonValue[],
  key: string | undefined,
): readonly JsonValue[] {
  const identify = (item: JsonValue): string =>
    JSON.stringify(key !== undefined && isJsonObject(item) ? (item[key] ?? null) : item)
  const before = live.map(identify)
  const present = items.map(identify)
  const named = [...new Set(wanted.map(identify))].filter((element) => present.includes(element))
  const others = present.filter((element) => !named.includes(element))
  const order: string[] = []
  for (const element of named) {
    const position = before.indexOf(element)
    while (others[0] !== undefined && before.indexOf(others[0]) < position) order.push(...others.splice(0, 1))
    order.push(element)
  }
  return [...order, ...others].flatMap((element) => items.filter((item) => identify(item) === element))
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (isJsonList(value) ? value : [])

const withoutDirectives = (patch: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith('$')))

import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import type { CanonicalRule } from './canonical-rule.ts'
import { canonicalRules } from './canonical-rules.ts'

/**
 * The canonical form of one resource: without the fields that the rules name, without null map values, and
 * without the maps of labels or annotations that are left empty. For comparing only; it is never written.
 */
export function canonicalize(
  resource: JsonObject,
  rules: readonly CanonicalRule[] = canonicalRules,
): JsonObject {
  let result = dropNulls(resource)
  for (const rule of rules) {
    if (rule.kinds !== undefined && !rule.kinds.includes(kindOf(resource))) continue
    for (const path of rule.remove) result = removeField(result, path)
  }
  return dropEmptyMetadata(result)
}

function kindOf(resource: JsonObject): string {
  const version = String(resource['apiVersion'] ?? '')
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : ''
  return group === '' ? String(resource['kind']) : `${String(resource['kind'])}.${group}`
}

function dropNulls(value: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(entries.map(([key, item]) => [key, dropNullsBelow(item)]))
}

function dropNullsBelow(value: Json): Json {
  if (isJsonList(value)) return value.map(dropNullsBelow)
  return isJsonObject(value) ? dropNulls(value) : value
}

function removeField(value: JsonObject, path: readonly string[]): JsonObject {
  const [segment, ...rest] = path
  if (segment === undefined) return value
  if (rest.length === 0) {
    const gone = segment.endsWith('*')
      ? Object.keys(value).filter((key) => key.startsWith(segment.slice(0, -1)))
      : Object.keys(value).filter((key) => key === segment)
    return gone.length === 0 ? value : omit(value, gone)
  }
  const below = value[segment]
  if (!isJsonObject(below)) return value
  const changed = removeField(below, rest)
  return changed === below ? value : { ...value, [segment]: changed }
}

function dropEmptyMetadata(resource: JsonObject): JsonObject {
  const metadata = resource['metadata']
  if (!isJsonObject(metadata)) return resource
  const empty = ['labels', 'annotations'].filter((key) => {
    const map = metadata[key]
    return isJsonObject(map) && Object.keys(map).length === 0
  })
  return empty.length === 0 ? resource : { ...resource, metadata: omit(metadata, empty) }
}

function omit(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

import { metadataFieldType } from './built-in-field-types.ts'
import type { FieldType, FieldTyping } from './field-type.ts'
import { isJsonList, isJsonObject, type JsonObject, objectAt, textAt } from './json.ts'

/** The field types that a CustomResourceDefinition's `openAPIV3Schema` declares with its x-kubernetes markers. */
export function schemaFieldTypes(schema: JsonObject): FieldTyping {
  return (path) => {
    if (path[0] === 'metadata') return metadataFieldType(path)
    let node = schema
    for (const name of path) node = memberSchema(itemSchema(node), name)
    return readFieldType(node)
  }
}

function itemSchema(node: JsonObject): JsonObject {
  return node['type'] === 'array' ? objectAt(node, 'items') : node
}

function memberSchema(node: JsonObject, name: string): JsonObject {
  const declared = objectAt(node, 'properties')[name]
  return isJsonObject(declared) ? declared : objectAt(node, 'additionalProperties')
}

function readFieldType(node: JsonObject): FieldType {
  if (node['x-kubernetes-map-type'] === 'atomic' || node['x-kubernetes-list-type'] === 'atomic') {
    return { kind: 'atomic' }
  }
  if (node['x-kubernetes-list-type'] === 'set') return { kind: 'set' }
  if (node['x-kubernetes-list-type'] !== 'map') return { kind: 'granular' }
  const names = node['x-kubernetes-list-map-keys']
  const properties = objectAt(objectAt(node, 'items'), 'properties')
  const keys = (isJsonList(names) ? names : []).map((name) => {
    const fallback = textAt(objectAt(properties, String(name)), 'default')
    return fallback === undefined ? { name: String(name) } : { name: String(name), fallback }
  })
  return { kind: 'keyed', keys }
}

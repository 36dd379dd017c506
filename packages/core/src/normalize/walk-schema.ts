import { deepEqual } from '../model/deep-equal.ts'
import { type FieldPath, formatPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { quantityPattern } from './expand-schema.ts'

/** What a schema says of one place that matters for comparing. */
export type SchemaFact =
  | { readonly kind: 'list-keys'; readonly keys: readonly string[] }
  | { readonly kind: 'default'; readonly value: Json }
  | { readonly kind: 'set' | 'keep-null' | 'quantity' }

/** Facts by place, a JSON Pointer in which `*` is any key or element; a place of which nothing is said has none. */
export type SchemaFacts = ReadonlyMap<string, readonly SchemaFact[]>

/** Collects what an expanded schema says of its places. */
export function walkSchema(schema: JsonObject): SchemaFacts {
  const facts = new Map<string, readonly SchemaFact[]>()
  const visit = (found: Tree, path: FieldPath) => {
    if (!isJsonObject(found)) return
    if (path.length > 0) facts.set(formatPath(path), factsOf(found))
    const { properties, items, additionalProperties } = found
    for (const [key, below] of Object.entries(isJsonObject(properties) ? properties : {}))
      visit(below, [...path, key])
    visit(items, [...path, '*'])
    visit(additionalProperties, [...path, '*'])
  }
  visit(schema, [])
  return facts
}

/** What two versions of a kind agree on, and what only one of them has a place for. */
export function mergeFacts(one: SchemaFacts, other: SchemaFacts): SchemaFacts {
  const merged = new Map(one)
  for (const [path, facts] of other) {
    const known = merged.get(path)
    merged.set(
      path,
      known === undefined ? facts : known.filter((fact) => facts.some((item) => isSame(fact, item))),
    )
  }
  return merged
}

function isSame(one: SchemaFact, other: SchemaFact): boolean {
  if (one.kind === 'list-keys' && other.kind === 'list-keys') return deepEqual(one.keys, other.keys)
  if (one.kind === 'default' && other.kind === 'default') return deepEqual(one.value, other.value)
  return one.kind === other.kind
}

function factsOf(schema: JsonObject): readonly SchemaFact[] {
  const facts: SchemaFact[] = []
  const keys = schema['x-kubernetes-list-map-keys']
  const type = schema['x-kubernetes-list-type']
  if (type === 'map' && isJsonList(keys)) {
    facts.push({ kind: 'list-keys', keys: keys.filter((key) => typeof key === 'string') })
  }
  if (type === 'set') facts.push({ kind: 'set' })
  if (schema['default'] !== undefined) facts.push({ kind: 'default', value: schema['default'] })
  if (schema['nullable'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true) {
    facts.push({ kind: 'keep-null' })
  }
  if (schema['pattern'] === quantityPattern) facts.push({ kind: 'quantity' })
  return facts
}

import { deepEqual } from '../model/deep-equal.ts'
import { type FieldPath, formatPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'

/** What a schema says of one place that matters for comparing. */
export type SchemaFact =
  | { readonly kind: 'list-keys'; readonly keys: readonly string[] }
  | { readonly kind: 'default'; readonly value: Json }
  | { readonly kind: 'set' | 'keep-null' | 'quantity' }

/** Facts by place, a JSON Pointer in which `*` is any key or element. */
export type SchemaFacts = ReadonlyMap<string, readonly SchemaFact[]>

// Schemas of custom resources are trees; a reference can make a loop all the same.
const deepest = 64
// What controller-gen writes for a resource.Quantity.
const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'

/** Collects what the schema of a kind says of its places; `resolve` follows a `$ref`. */
export function walkSchema(schema: JsonObject, resolve: (reference: string) => Tree): SchemaFacts {
  const facts = new Map<string, readonly SchemaFact[]>()
  const visit = (given: Tree, path: FieldPath) => {
    const found = follow(given, resolve)
    if (found === undefined || path.length > deepest) return
    const here = factsOf(found)
    if (here.length > 0 && path.length > 0) facts.set(formatPath(path), here)
    const { properties, items, additionalProperties } = found
    for (const [key, below] of Object.entries(isJsonObject(properties) ? properties : {})) {
      if (path.length > 0 || !apart.has(key)) visit(below, [...path, key])
    }
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

// They are the same for all kinds, or nobody's wish.
const apart = new Set(['apiVersion', 'kind', 'metadata', 'status'])

function isSame(one: SchemaFact, other: SchemaFact): boolean {
  return one.kind === other.kind && deepEqual(JSON.stringify(one), JSON.stringify(other))
}

function follow(given: Tree, resolve: (reference: string) => Tree): JsonObject | undefined {
  if (!isJsonObject(given)) return undefined
  const { $ref: reference, allOf, ...rest } = given
  const [only] = isJsonList(allOf) && allOf.length === 1 ? allOf : []
  const target = typeof reference === 'string' ? resolve(reference) : only
  if (!isJsonObject(target) || target === given) return given
  return { ...follow(target, resolve), ...rest }
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

import { TidewayError } from '../errors/tideway-error.ts'
import type { FieldPath } from '../model/field-path.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'

/** The pattern that controller-gen writes for a resource.Quantity. */
export const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'

// Far above any schema that people write; a few references can stand for more places than there is memory.
const limits = { depth: 128, places: 200_000 }

const keptWords = [
  'type',
  'default',
  'nullable',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-preserve-unknown-fields',
]

// They are the same for all kinds, or nobody's wish.
const apart = new Set(['apiVersion', 'kind', 'metadata', 'status'])

const quantityType = '.apimachinery.pkg.api.resource.Quantity'

/**
 * The schema of a kind with every `$ref` replaced by what it leads to, and nothing but what matters for comparing: no
 * descriptions, no rules of validation, no `metadata` and no `status`. `resolve` follows a reference; one that leads
 * back to where it stands ends there. `name` is for messages.
 * Throws `TIDEWAY_UNREADABLE` for a reference that leads nowhere, `TIDEWAY_LIMIT_EXCEEDED` for a schema without end.
 */
export function expandSchema(
  schema: JsonObject,
  resolve: (reference: string) => Tree,
  name: string,
): JsonObject {
  let places = 0
  const visit = (given: Tree, path: FieldPath, above: readonly string[]): JsonObject => {
    places += 1
    if (places > limits.places) throw tooLarge(name, 'places', limits.places)
    if (path.length > limits.depth) throw tooLarge(name, 'nested levels', limits.depth)
    if (!isJsonObject(given)) return {}
    const reference = findReference(given)
    if (reference !== undefined && above.includes(reference)) return {}
    const below = reference === undefined ? above : [...above, reference]
    const target = reference === undefined ? onlyPart(given) : resolve(reference)
    if (reference !== undefined && !isJsonObject(target)) throw leadsNowhere(name, reference)
    const found: JsonObject = target === undefined ? {} : visit(target, path, below)
    const { properties, items, additionalProperties } = given
    const isQuantity = given['pattern'] === quantityPattern || reference?.endsWith(quantityType) === true
    const part = (key: string, value: Tree, segment: string): readonly (readonly [string, Json])[] =>
      isJsonObject(value) ? [[key, visit(value, [...path, segment], below)]] : []
    const entries = Object.entries(isJsonObject(properties) ? properties : {})
      .filter(([key]) => path.length > 0 || !apart.has(key))
      .map(([key, value]): [string, Json] => [key, visit(value, [...path, key], below)])
    return {
      ...found,
      ...Object.fromEntries(
        keptWords.flatMap((word) => (word in given ? [[word, given[word] ?? null]] : [])),
      ),
      ...(isQuantity ? { pattern: quantityPattern } : {}),
      ...(isJsonObject(properties) ? { properties: Object.fromEntries(entries) } : {}),
      ...Object.fromEntries(part('items', items, '*')),
      ...Object.fromEntries(part('additionalProperties', additionalProperties, '*')),
    }
  }
  return visit(schema, [], [])
}

// Beside a default, a reference stands in an `allOf` of its own.
function findReference(schema: JsonObject): string | undefined {
  const { $ref: reference } = schema
  if (typeof reference === 'string') return reference
  const part = onlyPart(schema)
  const inside = isJsonObject(part) ? part['$ref'] : undefined
  return typeof inside === 'string' ? inside : undefined
}

function onlyPart({ allOf }: JsonObject): Tree {
  return isJsonList(allOf) && allOf.length === 1 ? allOf[0] : undefined
}

function leadsNowhere(name: string, reference: string): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_UNREADABLE',
    message: `the schema of ${name} refers to ${reference}, which is not in the document`,
    next: 'take the whole document from the cluster again',
  })
}

function tooLarge(name: string, what: string, limit: number): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_LIMIT_EXCEEDED',
    message: `the schema of ${name} has more than ${limit} ${what}`,
    next: 'leave this kind out of the schemas, and write its lists under normalize.lists',
  })
}

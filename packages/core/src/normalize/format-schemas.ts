import { deepEqual } from '../model/deep-equal.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import type { KindSchema } from '../model/kind-schema.ts'

/**
 * Writes schemas as one OpenAPI v3 document that `readSchema` reads: by name, every map in the order of its keys, so
 * that the same schemas give the same document in whatever order they came. Schemas of one version that differ, as of
 * two clusters, are all in it.
 */
export function formatSchemas(schemas: readonly KindSchema[]): JsonObject {
  const named = new Map<string, KindSchema>()
  for (const schema of schemas) {
    let name = nameOf(schema)
    while (named.has(name) && !deepEqual(named.get(name)?.schema, schema.schema)) name += '-other'
    named.set(name, schema)
  }
  const entries = [...named].map(([name, { group, version, kind, schema }]): [string, Json] => [
    name,
    sort({ ...schema, 'x-kubernetes-group-version-kind': [{ group, version, kind }] }),
  ])
  return {
    openapi: '3.0.0',
    info: { title: 'schemas of custom resources, as far as they matter for comparing', version: '1' },
    paths: {},
    components: { schemas: Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))) },
  }
}

// As API servers name them: the group's domain backwards.
function nameOf({ group, version, kind }: KindSchema): string {
  return [...group.split('.').reverse(), version, kind].join('.')
}

function sort(value: Json): Json {
  if (isJsonList(value)) return value.map(sort)
  if (!isJsonObject(value)) return value
  const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, item]) => [key, sort(item)]))
}

import { type JsonObject, type JsonValue, objectAt } from './json.ts'
import type { Kinds } from './kinds.ts'
import { printApiVersion, type ResourceKind } from './resource-kind.ts'

/**
 * Answers the paths below /openapi/v3: the index, and a version's document, which holds the schemas of its custom
 * resources as a server publishes them, without descriptions. Of the built-in kinds there is none.
 */
export function publishSchemas(kinds: Kinds, path: string): JsonObject | undefined {
  const versions = [...new Set(kinds.all().map(versionPath))]
  if (path === '/openapi/v3') {
    const paths = versions.map((name): [string, JsonValue] => [
      name,
      { serverRelativeURL: `/openapi/v3/${name}` },
    ])
    return { paths: Object.fromEntries(paths) }
  }
  const name = path.replace('/openapi/v3/', '')
  const served = kinds.all().filter((kind) => versionPath(kind) === name)
  if (served.length === 0) return undefined
  return {
    openapi: '3.0.0',
    info: { title: 'tideway Kubernetes emulator', version: 'v1.32.4' },
    // Only what lets kubectl leave the validation of fields to the server.
    paths: Object.fromEntries(served.map((kind) => [objectPath(kind), describePatch(kind)])),
    components: { schemas: { ...metadataTypes, ...Object.fromEntries(served.flatMap(describeKind)) } },
  }
}

const versionPath = (kind: ResourceKind): string =>
  kind.group === '' ? `api/${kind.version}` : `apis/${printApiVersion(kind)}`

const objectPath = (kind: ResourceKind): string =>
  `/${versionPath(kind)}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}/{name}`

const describePatch = (kind: ResourceKind): JsonObject => ({
  patch: {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group: kind.group, version: kind.version, kind: kind.kind },
    parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
      name,
      in: 'query',
      schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
    })),
    responses: { '200': { description: 'OK' } },
  },
})

const metaType = (name: string): string => `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`
const refer = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const typeFields: JsonObject = { apiVersion: { type: 'string' }, kind: { type: 'string' } }
const metadataTypes: JsonObject = {
  [metaType('ListMeta')]: { type: 'object', properties: { resourceVersion: { type: 'string' } } },
  [metaType('ObjectMeta')]: { type: 'object', properties: { name: { type: 'string' } } },
}

function describeKind(kind: ResourceKind): readonly (readonly [string, JsonValue])[] {
  const { group, version, schema } = kind
  if (schema === undefined) return []
  const prefix = [...group.split('.').reverse(), version].join('.')
  const named = (name: string) => ({
    'x-kubernetes-group-version-kind': [{ group, kind: name, version }],
  })
  const object: JsonObject = {
    ...schema,
    properties: {
      ...objectAt(schema, 'properties'),
      ...typeFields,
      metadata: { allOf: [refer(metaType('ObjectMeta'))] },
    },
    ...named(kind.kind),
  }
  const list: JsonObject = {
    type: 'object',
    required: ['items'],
    properties: {
      ...typeFields,
      items: { type: 'array', items: refer(`${prefix}.${kind.kind}`) },
      metadata: { allOf: [refer(metaType('ListMeta'))] },
    },
    ...named(kind.listKind),
  }
  return [
    [`${prefix}.${kind.kind}`, object],
    [`${prefix}.${kind.listKind}`, list],
  ]
}

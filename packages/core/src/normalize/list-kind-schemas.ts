import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import type { KindSchema } from '../model/kind-schema.ts'
import { ownValue } from '../model/own-value.ts'
import { expandSchema } from './expand-schema.ts'

/**
 * The schemas of custom resources in a document: an OpenAPI v3 document as a cluster serves it below `/openapi/v3`, a
 * CustomResourceDefinition, or a list of them. Empty for any other document. `isWanted` leaves out kinds before they
 * are looked at.
 *
 * Throws `TIDEWAY_UNREADABLE` where a schema is not whole, and `TIDEWAY_LIMIT_EXCEEDED` for one without end.
 */
export function listKindSchemas(
  document: JsonObject,
  isWanted: (kind: { readonly group: string; readonly kind: string }) => boolean = () => true,
): readonly KindSchema[] {
  return findSchemas(document).flatMap(({ group, version, kind, schema, resolve }) => {
    if (!isWanted({ group, kind })) return []
    return [{ group, version, kind, schema: expandSchema(schema, resolve, `${kind}.${group}/${version}`) }]
  })
}

interface FoundSchema extends KindSchema {
  readonly resolve: (reference: string) => Tree
}

function findSchemas(document: JsonObject): readonly FoundSchema[] {
  const { kind, items } = document
  if (kind === 'CustomResourceDefinition') return findDefined(document)
  if (typeof kind === 'string' && kind.endsWith('List') && isJsonList(items))
    return items.flatMap((item) => (isJsonObject(item) ? findSchemas(item) : []))
  return findPublished(document)
}

function findDefined(definition: JsonObject): readonly FoundSchema[] {
  const group = getField(definition, ['spec', 'group'])
  const kind = getField(definition, ['spec', 'names', 'kind'])
  return listOf(getField(definition, ['spec', 'versions'])).flatMap((item) => {
    const version = getField(item, ['name'])
    return nameSchema(group, version, kind, getField(item, ['schema', 'openAPIV3Schema']), () => undefined)
  })
}

function findPublished(document: JsonObject): readonly FoundSchema[] {
  const schemas = getField(document, ['components', 'schemas'])
  if (!isJsonObject(schemas)) return []
  const resolve = (reference: string): Tree =>
    reference.startsWith(referencePrefix)
      ? ownValue(schemas, reference.slice(referencePrefix.length))
      : undefined
  return Object.entries(schemas).flatMap(([name, schema]) => {
    if (ownByKubernetes.test(name) || !isJsonObject(schema)) return []
    return listOf(schema['x-kubernetes-group-version-kind']).flatMap((item) => {
      const [group, version, kind] = ['group', 'version', 'kind'].map((word) => getField(item, [word]))
      const isList = isJsonObject(getField(schema, ['properties', 'items']))
      if (isList && typeof kind === 'string' && kind.endsWith('List')) return []
      return nameSchema(group, version, kind, schema, resolve)
    })
  })
}

const referencePrefix = '#/components/schemas/'
const ownByKubernetes = /^io\.k8s\.(api|apimachinery|apiextensions-apiserver|kube-aggregator)\./

function nameSchema(
  group: Tree,
  version: Tree,
  kind: Tree,
  schema: Tree,
  resolve: (reference: string) => Tree,
): readonly FoundSchema[] {
  if (typeof group !== 'string' || typeof version !== 'string' || typeof kind !== 'string') return []
  return group === '' || !isJsonObject(schema) ? [] : [{ group, version, kind, schema, resolve }]
}

function listOf(value: Tree): readonly Json[] {
  return isJsonList(value) ? value : []
}

import { parsePath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { parseResourceKey } from '../model/resource-identity.ts'
import type { ListKeys } from './list-keys.ts'
import type { CanonicalRule } from './rule.ts'
import { mergeFacts, type SchemaFact, type SchemaFacts, walkSchema } from './walk-schema.ts'

/** What schemas of custom resources say of comparing them. */
export interface Schema {
  /** Names the schemas in the version of a set of rules. */
  readonly version: string
  readonly rules: readonly CanonicalRule[]
  readonly listKeys: ListKeys
}

interface KindSchema {
  /** `Kind.group`. */
  readonly kind: string
  readonly facts: SchemaFacts
}

/**
 * Reads schemas of custom resources: OpenAPI v3 documents as a cluster serves them below `/openapi/v3`, and
 * CustomResourceDefinitions. List keys, sets, defaults, quantities and where null is a value are taken from them;
 * where the versions of a kind differ, neither is. Kubernetes' own kinds are left to the built-in rules.
 * `version` names the schemas, for instance by their digest.
 */
export function readSchema(documents: readonly JsonObject[], version: string): Schema {
  const kinds = new Map<string, SchemaFacts>()
  for (const { kind, facts } of documents.flatMap(findKinds)) {
    const known = kinds.get(kind)
    kinds.set(kind, known === undefined ? facts : mergeFacts(known, facts))
  }
  return {
    version,
    rules: [...kinds].flatMap(([kind, facts]) => rulesOf(kind, facts)),
    listKeys: (resource, path) => {
      const { group, kind } = parseResourceKey(resource)
      const facts = kinds.get(`${kind}.${group}`) ?? new Map<string, readonly SchemaFact[]>()
      for (const [place, found] of facts) {
        const keys = found.find((fact) => fact.kind === 'list-keys')?.keys
        if (keys !== undefined && fits(parsePath(place), path)) return keys
      }
      return undefined
    },
  }
}

function fits(place: readonly string[], path: readonly string[]): boolean {
  return (
    place.length === path.length &&
    place.every((segment, index) => segment === '*' || segment === path[index])
  )
}

function findKinds(document: JsonObject): readonly KindSchema[] {
  if (document['kind'] === 'CustomResourceDefinition') return findDefined(document)
  const schemas = getField(document, ['components', 'schemas'])
  if (!isJsonObject(schemas)) return []
  const resolve = (reference: string): Tree =>
    reference.startsWith(referencePrefix) ? schemas[reference.slice(referencePrefix.length)] : undefined
  return Object.entries(schemas).flatMap(([name, schema]) => {
    if (
      builtIn.test(name) ||
      !isJsonObject(schema) ||
      isJsonObject(getField(schema, ['properties', 'items']))
    )
      return []
    const facts = walkSchema(schema, resolve)
    return listOf(schema['x-kubernetes-group-version-kind']).flatMap((item) => {
      const kind = nameKind(getField(item, ['group']), getField(item, ['kind']))
      return kind === undefined ? [] : [{ kind, facts }]
    })
  })
}

const referencePrefix = '#/components/schemas/'
const builtIn = /^io\.k8s\.(api|apimachinery|apiextensions-apiserver|kube-aggregator)\./

function findDefined(definition: JsonObject): readonly KindSchema[] {
  const kind = nameKind(
    getField(definition, ['spec', 'group']),
    getField(definition, ['spec', 'names', 'kind']),
  )
  return listOf(getField(definition, ['spec', 'versions'])).flatMap((version) => {
    const schema = getField(version, ['schema', 'openAPIV3Schema'])
    if (kind === undefined || !isJsonObject(schema)) return []
    return [{ kind, facts: walkSchema(schema, () => undefined) }]
  })
}

function nameKind(group: Tree, kind: Tree): string | undefined {
  return typeof group === 'string' && typeof kind === 'string' && group !== ''
    ? `${kind}.${group}`
    : undefined
}

function listOf(value: Tree): readonly Json[] {
  return isJsonList(value) ? value : []
}

function rulesOf(kind: string, facts: SchemaFacts): readonly CanonicalRule[] {
  const header = (id: string) => ({ id, version: 1, source: `the schema of ${kind}`, kinds: [kind] })
  const pathsWith = (wanted: SchemaFact['kind']) =>
    [...facts].flatMap(([path, found]) => (found.some((fact) => fact.kind === wanted) ? [path] : []))
  const defaults = [...facts].flatMap(([path, found]) =>
    found.flatMap((fact): readonly (readonly [string, Json])[] =>
      fact.kind === 'default' ? [[path, fact.value]] : [],
    ),
  )
  const rules: readonly CanonicalRule[] = [
    { ...header('schema-default'), kind: 'default', values: Object.fromEntries(defaults) },
    { ...header('schema-set'), kind: 'set', paths: pathsWith('set') },
    { ...header('schema-null'), kind: 'keep-null', paths: pathsWith('keep-null') },
    { ...header('schema-quantity'), kind: 'quantity', paths: pathsWith('quantity') },
  ]
  return rules.filter((rule) => ('paths' in rule ? rule.paths.length : defaults.length) > 0)
}

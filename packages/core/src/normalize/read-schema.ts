import { type FieldPath, parsePath } from '../model/field-path.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { KindSchema } from '../model/kind-schema.ts'
import { parseResourceKey } from '../model/resource-identity.ts'
import type { ListKeys } from './list-keys.ts'
import { listKindSchemas } from './list-kind-schemas.ts'
import type { CanonicalRule } from './rule.ts'
import { mergeFacts, type SchemaFact, type SchemaFacts, walkSchema } from './walk-schema.ts'

/** What schemas of custom resources say of comparing them. */
export interface Schema {
  /** Names the schemas in the version of a set of rules. */
  readonly version: string
  readonly rules: readonly CanonicalRule[]
  readonly listKeys: ListKeys
}

interface KnownKind {
  readonly facts: SchemaFacts
  readonly lists: readonly { readonly place: FieldPath; readonly keys: readonly string[] }[]
}

/**
 * Reads schemas of custom resources: OpenAPI v3 documents as a cluster serves them below `/openapi/v3`, and
 * CustomResourceDefinitions, or a list of them. `version` names the schemas, for instance by their digest.
 *
 * Throws `TIDEWAY_UNREADABLE` where a schema is not whole, and `TIDEWAY_LIMIT_EXCEEDED` for one without end.
 */
export function readSchema(documents: readonly JsonObject[], version: string): Schema {
  return createSchema(
    documents.flatMap((document) => listKindSchemas(document)),
    version,
  )
}

/**
 * Makes a schema of those of single kinds. List keys, sets, defaults, quantities and where null is a value are taken
 * from them; where the versions of a kind differ, neither is. Kubernetes' own kinds are left to the built-in rules.
 */
export function createSchema(schemas: readonly KindSchema[], version: string): Schema {
  const facts = new Map<string, SchemaFacts>()
  for (const { group, kind, schema } of schemas) {
    const [name, found] = [`${kind}.${group}`, walkSchema(schema)]
    const known = facts.get(name)
    facts.set(name, known === undefined ? found : mergeFacts(known, found))
  }
  const kinds = new Map([...facts].map(([name, found]) => [name, { facts: found, lists: listsOf(found) }]))
  return {
    version,
    rules: [...kinds].flatMap(([kind, known]) => rulesOf(kind, known)),
    listKeys: (resource, path) => {
      const { group, kind } = parseResourceKey(resource)
      return kinds.get(`${kind}.${group}`)?.lists.find(({ place }) => fits(place, path))?.keys
    },
  }
}

function listsOf(facts: SchemaFacts): KnownKind['lists'] {
  return [...facts].flatMap(([place, found]) =>
    found.flatMap((fact) =>
      fact.kind === 'list-keys' ? [{ place: parsePath(place), keys: fact.keys }] : [],
    ),
  )
}

function fits(place: FieldPath, path: FieldPath): boolean {
  return (
    place.length === path.length &&
    place.every((segment, index) => segment === '*' || segment === path[index])
  )
}

function rulesOf(kind: string, { facts }: KnownKind): readonly CanonicalRule[] {
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

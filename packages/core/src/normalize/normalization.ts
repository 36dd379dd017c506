import { type FieldPath, parsePath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import type { JsonObject, Tree } from '../model/json.ts'
import { parseResourceKey, type ResourceKey } from '../model/resource-identity.ts'
import { canonicalRules } from './canonical-rules.ts'
import { crossplaneRules } from './crossplane-rules.ts'
import { defaultKindRules } from './default-kind-rules.ts'
import { defaultPodRules } from './default-pod-rules.ts'
import { emptyRules } from './empty-rules.ts'
import { equivalenceRules } from './equivalence-rules.ts'
import { kubernetesListKeys, type ListKeys } from './list-keys.ts'
import { matchesWildcard } from './matches-wildcard.ts'
import { growPlaces, type PlacedRule, type Places } from './place-tree.ts'
import { podSpecPlaces } from './pod-spec-places.ts'
import type { Schema } from './read-schema.ts'
import type { NormalizationRule } from './rule.ts'
import { scalarRules } from './scalar-rules.ts'
import { zeroRules } from './zero-rules.ts'

/** The rules that hold for one resource. */
export interface ResourceRules {
  readonly places: Places
  /** The rules among them that say which fields are left out. */
  readonly omissions: Places
  /** Rules without a path: they are asked wherever the sides differ. */
  readonly everywhere: readonly PlacedRule[]
}

/** A set of rules, ready to be asked. */
export interface Normalization {
  /** Names the set: the version of the built-in rules, and what was switched off or added. */
  readonly version: string
  readonly rules: readonly NormalizationRule[]
  readonly listKeys: ListKeys
  /** The rules of one resource; `versions` are its states on all sides, for rules that look at what it has. */
  rulesFor(resource: ResourceKey, versions: readonly Tree[]): ResourceRules
}

/** What is different from the built-in rules. */
export interface NormalizationOptions {
  /** Ids of rules that do not hold. Default: none. */
  readonly off?: readonly string[] | undefined
  /** More rules; one with the id of a built-in rule takes its place. Default: none. */
  readonly rules?: readonly NormalizationRule[] | undefined
  /** Which fields tell the items of a list; asked before the schema and the built-in table. Default: these alone. */
  readonly listKeys?: ListKeys | undefined
  /**
   * What is known of custom resources, as `readSchema` reads it. Its rules stand behind the built-in ones.
   * Default: nothing is known.
   */
  readonly schema?: Schema | undefined
}

// The version of the built-in rules as a whole: raise it with every change to one of them.
const builtInVersion = '3'

/** The rules that hold where nothing else is said. */
export const builtInRules: readonly NormalizationRule[] = [
  { id: 'null', version: 1, source: 'RFC 7396: null stands for absence in a map', kind: 'null' },
  ...canonicalRules,
  ...crossplaneRules,
  ...scalarRules,
  ...defaultPodRules,
  ...defaultKindRules,
  ...zeroRules,
  ...emptyRules,
  ...equivalenceRules,
  {
    id: 'set-by-controller',
    version: 1,
    source: 'metadata.managedFields: a controller or provider filled in what nobody declared',
    kind: 'equivalence',
    when: 'late-initialised',
    paths: [],
    class: 'unowned',
  },
]

/**
 * Makes a set of rules from the built-in ones.
 *
 * @example
 * createNormalization({
 *   off: ['default-pod'],
 *   rules: [{ id: 'our-replicas', version: 1, source: 'our autoscaler', kind: 'equivalence', when: 'always',
 *     kinds: ['Deployment.apps'], paths: ['/spec/replicas'], class: 'ignored' }],
 * })
 */
export function createNormalization(options: NormalizationOptions = {}): Normalization {
  const { off = [], rules: added = [], listKeys, schema } = options
  const replaced = new Set([...off, ...added.map((rule) => rule.id)])
  const rules = [
    ...[...builtInRules, ...(schema?.rules ?? [])].filter((rule) => !replaced.has(rule.id)),
    ...added.filter((rule) => !off.includes(rule.id)),
  ]
  const byKind = new Map<string, KindRules>()
  const grown = new Map<string, ResourceRules>()
  const rulesOfKind = (kind: string) => {
    const known = byKind.get(kind)
    if (known !== undefined) return known
    const found = rules.filter((rule) => isForKind(rule, kind))
    const made = { rules: found, conditions: found.flatMap((rule) => conditionOf(rule) ?? []) }
    byKind.set(kind, made)
    return made
  }
  return {
    version: nameVersion(off, added, schema),
    rules,
    listKeys: (resource, path) =>
      listKeys?.(resource, path) ?? schema?.listKeys(resource, path) ?? kubernetesListKeys(resource, path),
    rulesFor(resource, versions) {
      const { group, kind, name } = parseResourceKey(resource)
      const fullKind = group === '' ? kind : `${kind}.${group}`
      const ofKind = rulesOfKind(fullKind)
      const absent = ofKind.conditions.filter((condition) => !holds(condition, name, versions))
      const key = `${fullKind} ${absent.map((condition) => ofKind.conditions.indexOf(condition)).join()}`
      const known = grown.get(key)
      if (known !== undefined) return known
      const without = new Set(absent.map(({ rule }) => rule))
      const made = growRules(
        ofKind.rules.filter((rule) => !without.has(rule)),
        fullKind,
      )
      grown.set(key, made)
      return made
    },
  }
}

/** The built-in rules, ready to be asked. */
export const standardNormalization: Normalization = createNormalization()

/** The key of a resource as far as it can be told; for rules that go by kind and name. */
export function keyForRules(resource: JsonObject): ResourceKey {
  const version = String(resource['apiVersion'] ?? '')
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : ''
  const kind = String(resource['kind'] ?? '') || 'unknown'
  const name = getField(resource, ['metadata', 'name'])
  return `${group === '' ? kind : `${kind}.${group}`}//${typeof name === 'string' ? name : ''}`
}

function nameVersion(
  off: readonly string[],
  added: readonly NormalizationRule[],
  schema: Schema | undefined,
): string {
  const parts = [...off.map((id) => `-${id}`), ...added.map((rule) => `+${rule.id}@${rule.version}`)]
  const known = schema === undefined ? [] : [`schema@${schema.version}`]
  return [builtInVersion, ...[...new Set(parts)].sort(), ...known].join(' ')
}

function isForKind(rule: NormalizationRule, kind: string): boolean {
  if (rule.within === 'pod-spec' && podSpecPlaces[kind] === undefined) return false
  return rule.kinds === undefined || rule.kinds.some((pattern) => matchesWildcard(pattern, kind))
}

/** The rules for one kind, and those of them that hold for some of its resources only. */
interface KindRules {
  readonly rules: readonly NormalizationRule[]
  readonly conditions: readonly Condition[]
}

interface Condition {
  readonly rule: NormalizationRule
  readonly names: readonly string[] | undefined
  readonly having: readonly FieldPath[] | undefined
}

function conditionOf(rule: NormalizationRule): Condition | undefined {
  const { names, having } = rule
  return names === undefined && having === undefined
    ? undefined
    : { rule, names, having: having?.map(parsePath) }
}

function holds({ names, having }: Condition, name: string, versions: readonly Tree[]): boolean {
  const isForName = names === undefined || names.some((pattern) => matchesWildcard(pattern, name))
  const hasAny = (paths: readonly FieldPath[]) =>
    paths.some((path) => versions.some((version) => getField(version, path) !== undefined))
  return isForName && (having === undefined || hasAny(having))
}

function growRules(rules: readonly NormalizationRule[], kind: string): ResourceRules {
  const placed = rules.flatMap((rule) => {
    const start = rule.within === 'pod-spec' ? (podSpecPlaces[kind] ?? '') : ''
    return pathsOf(rule).map(({ path, ...more }) => ({ rule, path: `${start}${path}`, ...more }))
  })
  const everywhere = rules.filter((rule) => rule.kind === 'equivalence' && rule.paths.length === 0)
  return {
    places: growPlaces(placed),
    omissions: growPlaces(placed.filter(({ rule }) => rule.kind === 'remove' || rule.kind === 'keep-null')),
    everywhere: everywhere.map((rule) => ({ rule })),
  }
}

function pathsOf(
  rule: NormalizationRule,
): readonly ({ readonly path: string } & Pick<PlacedRule, 'value' | 'derivation'>)[] {
  switch (rule.kind) {
    // A rule about the resource as a whole stands at its root.
    case 'null':
    case 'secret-text':
      return [{ path: '' }]
    case 'default':
      return Object.entries(rule.values).map(([path, value]) => ({ path, value }))
    case 'derived':
      return Object.entries(rule.values).map(([path, derivation]) => ({ path, derivation }))
    default:
      return rule.paths.map((path) => ({ path }))
  }
}

import * as fc from 'fast-check'
import type { UnitSet } from '../compare/unit-set.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject, type Tree } from '../model/json.ts'
import { setField } from '../model/set-field.ts'
import { type Dice, rollDice, writeByHand } from './handwriting.fixture.ts'

/** The resources of every unit, by its name. */
export type World = Readonly<Record<string, readonly JsonObject[]>>

const word = fc.constantFrom('a', 'b', 'c', '1', 'yes', 'x: y', 'two\nlines\n')
const few = { maxLength: 3 } as const

const environment = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('HOME', 'MODE', 'SIZE'), value: word }),
  {
    ...few,
    selector: ({ name }) => name,
  },
)
const ports = fc.uniqueArray(
  fc.record(
    { containerPort: fc.constantFrom(53, 80), protocol: fc.constantFrom('TCP', 'UDP'), name: word },
    { requiredKeys: ['containerPort'] },
  ),
  { ...few, selector: ({ containerPort, protocol = 'TCP' }) => `${containerPort}${protocol}` },
)
const container = fc.record(
  {
    name: fc.constantFrom('app', 'proxy', 'job'),
    image: word,
    env: environment,
    ports,
    args: fc.array(word, few),
  },
  { requiredKeys: ['name', 'image'] },
)
const containers = fc.uniqueArray(container, { ...few, minLength: 1, selector: ({ name }) => name })

const deployment = fc
  .record({
    replicas: fc.integer({ min: 2, max: 4 }),
    containers,
    labels: fc.dictionary(fc.constantFrom('app', 'tier'), word),
  })
  .map(
    ({ replicas, containers: list, labels }): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels },
      spec: { replicas, template: { spec: { containers: list } } },
    }),
  )
const settings = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), word)
  .map((data): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: {}, data }))
// The keys of a custom resource's lists are not known.
const custom = fc
  .array(fc.record({ name: fc.constantFrom('a', 'b'), size: fc.integer({ min: 1, max: 3 }) }), few)
  .map(
    (rules): JsonObject => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: {}, spec: { rules } }),
  )

const resource = fc
  .tuple(fc.oneof(deployment, deployment, settings, custom), fc.constantFrom('web', 'api', 'db'))
  .map(([value, name]) => named(value, name))
const unit = fc.uniqueArray(resource, { maxLength: 2, selector: keyOf })
const unitNames = ['one', 'two', 'three']

/** A few units of Deployments, ConfigMaps and custom resources. */
export const world: fc.Arbitrary<World> = fc
  .tuple(unit, unit, unit)
  .map((units) =>
    withoutTwins(Object.fromEntries(unitNames.map((name, index) => [name, units[index] ?? []]))),
  )

interface Edit {
  /** Draws the place. */
  readonly seed: number
  readonly value: Tree
  readonly other: JsonObject
  readonly kind: number
}

const anything: fc.Arbitrary<Tree> = fc.oneof(
  word,
  word,
  word,
  fc.constant(undefined),
  fc.integer({ min: 0, max: 9 }),
  container,
  fc.array(word, few),
)
const edit: fc.Arbitrary<Edit> = fc.record({
  seed: fc.nat(),
  value: anything,
  other: resource,
  kind: fc.nat({ max: 19 }),
})

/** What a person or program makes of a world: fields set and removed, resources added, removed and moved. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { maxLength: 5 })

/** Makes edits, each at a place that its seed draws. */
export function editWorld(start: World, list: readonly Edit[]): World {
  return list.reduce((units, item) => withoutTwins(editOnce(units, item)), start)
}

function editOnce(units: World, { seed, value, other, kind }: Edit): World {
  const dice = rollDice(seed)
  const name = unitNames[Math.min(dice(3), dice(3))] ?? ''
  const resources = units[name] ?? []
  const index = Math.min(dice(resources.length), dice(resources.length))
  const found = resources[index]
  if (found === undefined || kind === 0) return { ...units, [name]: [...resources, other] }
  if (kind === 1) return { ...units, [name]: resources.toSpliced(index, 1) }
  if (kind === 2) {
    const target = unitNames[dice(unitNames.length)] ?? ''
    const left = { ...units, [name]: resources.toSpliced(index, 1) }
    return { ...left, [target]: [...(left[target] ?? []), found] }
  }
  if (kind === 3) return { ...units, [name]: resources.toReversed() }
  const below = kind > 10 ? (inContainer[dice(inContainer.length)] ?? []) : undefined
  const changed = kind === 4 ? reverseLists(found) : editResource(found, dice, value, below)
  return { ...units, [name]: resources.with(index, isJsonObject(changed) ? changed : found) }
}

const starts: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template', 'spec', 'containers'],
  ConfigMap: ['data'],
  Thing: ['spec', 'rules'],
}

const inContainer: readonly (readonly string[])[] = [
  ['image'],
  ['env'],
  ['env', '0', 'value'],
  ['env', '1', 'value'],
  ['env', '0', 'name'],
  ['ports', '0', 'name'],
  ['ports', '0', 'protocol'],
  ['args', '0'],
]

function editResource(found: JsonObject, dice: Dice, value: Tree, below?: readonly string[]): Tree {
  const containers = starts['Deployment'] ?? []
  if (below !== undefined && isJsonList(getField(found, containers))) {
    return setWhereThereIs(found, [...containers, String(dice(2)), ...below], value)
  }
  const path = [...(starts[String(found['kind'])] ?? [])].slice(0, dice(5) === 0 ? 1 + dice(3) : 4)
  for (let below = getField(found, path); path.length < 9 && dice(8) > 0; below = getField(found, path)) {
    const choices: readonly string[] = isJsonList(below)
      ? [...below.keys(), below.length].map(String)
      : isJsonObject(below)
        ? [...Object.keys(below), 'added']
        : []
    const next = choices[dice(choices.length)]
    if (next === undefined) break
    path.push(next)
  }
  return setWhereThereIs(found, path, value)
}

function setWhereThereIs(found: JsonObject, path: readonly string[], value: Tree): Tree {
  const parent = getField(found, path.slice(0, -1))
  const hasPlace = isJsonObject(parent) || (isJsonList(parent) && /^\d+$/.test(path.at(-1) ?? ''))
  return hasPlace ? setField(found, path, value) : found
}

function reverseLists(value: Json): Json {
  if (isJsonList(value)) return value.map(reverseLists).reverse()
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reverseLists(item)]))
}

/** Writes a world as people write YAML; the same seed writes it the same way. */
export function writeWorld(units: World, seed: number): UnitSet {
  const dice = rollDice(seed)
  const texts = Object.entries(units).map(
    ([name, resources]) => [name, resources.length === 0 ? '' : writeByHand(resources, dice)] as const,
  )
  return { texts: new Map(texts) }
}

/** The same world with its units, resources and keys in another order. */
export function shuffleWorld(units: World): World {
  const turned = Object.entries(units).map(
    ([name, resources]) => [name, resources.toReversed().map(turnKeys)] as const,
  )
  return Object.fromEntries(turned.toReversed())
}

function turnKeys(map: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(map)
      .reverse()
      .map(([key, value]) => [key, isJsonObject(value) ? turnKeys(value) : value]),
  )
}

function named(value: JsonObject, name: string): JsonObject {
  const { apiVersion = '', kind = '', metadata, ...rest } = value
  return { apiVersion, kind, metadata: { name, ...(isJsonObject(metadata) ? metadata : {}) }, ...rest }
}

function keyOf(value: JsonObject): string {
  return `${String(value['kind'])}/${String(getField(value, ['metadata', 'name']))}`
}

// A resource is in one unit, and once: a second one is dropped.
function withoutTwins(units: World): World {
  const seen = new Set<string>()
  return Object.fromEntries(
    Object.entries(units).map(([name, resources]) => [
      name,
      resources.filter((item) => !seen.has(keyOf(item)) && seen.add(keyOf(item))),
    ]),
  )
}

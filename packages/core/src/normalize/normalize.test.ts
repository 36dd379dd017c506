import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { deepEqual } from '../model/deep-equal.ts'
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../model/json.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { createNormalization } from './normalization.ts'
import { normalize } from './normalize.ts'
import { pruneResource } from './prune-resource.ts'
import { readUnitTree } from './read-unit-tree.ts'

const repository = fileURLToPath(new URL('../../../..', import.meta.url))
const corpora = process.env['TIDEWAY_CORPORA'] ?? join(repository, '../shared/corpora')

function read(text: string): JsonObject {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  return unit.resources[0]?.value ?? {}
}

describe('normalize', () => {
  it('says which rule fired where', () => {
    const { resource, fired } = normalize(
      read(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, uid: a, labels: {}, annotations: {kubernetes.io/change-cause: why, deployment.kubernetes.io/revision: "5"}}
spec: {replicas: 1, template: {spec: {containers: [{name: app, resources: {limits: {cpu: 0.5}}}]}}}
status: {readyReplicas: 1}
`),
    )
    expect(resource).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', annotations: { 'kubernetes.io/change-cause': 'why' } },
      spec: { template: { spec: { containers: [{ name: 'app', resources: { limits: { cpu: '500m' } } }] } } },
    })
    expect(fired).toEqual([
      { rule: 'deployment-revision', path: '/metadata/annotations/deployment.kubernetes.io~1revision' },
      { rule: 'server-metadata', path: '/metadata/uid' },
      { rule: 'default-workload', path: '/spec/replicas' },
      { rule: 'quantity', path: '/spec/template/spec/containers/0/resources/limits/cpu' },
      { rule: 'status', path: '/status' },
    ])
  })

  it('leaves what a claim and its composite know of each other out of these only', () => {
    const volume =
      'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\nspec: {claimRef: {name: data}}\n'
    expect(normalize(read(volume)).fired).toEqual([])
    const claim =
      'apiVersion: example.org/v1\nkind: Bucket\nmetadata: {name: a}\nspec: {compositionRef: {name: b}, resourceRef: {name: c}}\n'
    expect(normalize(read(claim)).fired).toEqual([
      { rule: 'crossplane-references', path: '/spec/resourceRef' },
    ])
  })

  it('keeps what a tool’s prefix would take along', () => {
    const kept = read(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {app.kubernetes.io/name: a}, annotations: {kubectl.kubernetes.io/restartedAt: now}}\n',
    )
    expect(normalize(kept)).toEqual({ resource: kept, fired: [] })
  })

  it('folds declared quantities and durations of custom resources', () => {
    const normalization = createNormalization({
      rules: [
        {
          id: 'sizes',
          version: 1,
          source: 'us',
          kinds: ['Cache.*'],
          kind: 'quantity',
          paths: ['/spec/size'],
        },
        { id: 'times', version: 1, source: 'us', kinds: ['Cache.*'], kind: 'duration', paths: ['/spec/ttl'] },
      ],
    })
    const cache = (size: string, ttl: string) =>
      normalize(
        read(
          `apiVersion: example.org/v1\nkind: Cache\nmetadata: {name: a}\nspec: {size: ${size}, ttl: ${ttl}}\n`,
        ),
        normalization,
      ).resource
    expect(cache('1Gi', '60s')).toEqual(cache('1024Mi', '1m0s'))
    expect(cache('1Gi', '60s')).not.toEqual(cache('1G', '60s'))
  })

  it('tells rules of one id apart by the resources that they are for', () => {
    const sizes = (name: string, path: string) =>
      ({ id: 'sizes', version: 1, source: 'us', names: [name], kind: 'quantity', paths: [path] }) as const
    const normalization = createNormalization({ rules: [sizes('a', '/spec/one'), sizes('b', '/spec/two')] })
    const spec = (name: string) =>
      normalize(
        read(`apiVersion: v1\nkind: Odd\nmetadata: {name: ${name}}\nspec: {one: 1024Mi, two: 1024Mi}\n`),
        normalization,
      ).resource['spec']
    expect([spec('a'), spec('b')]).toEqual([
      { one: '1Gi', two: '1024Mi' },
      { one: '1024Mi', two: '1Gi' },
    ])
  })

  it('takes keys named after parts of an object for keys', () => {
    const odd = read(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {__proto__: x, constructor: y}\n',
    )
    const { resource } = normalize(odd)
    expect(deepEqual(resource, odd)).toBe(true)
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })
})

const scalar = fc.constantFrom<Json>(1, 1n, 0.5, '1Gi', '1024Mi', '500m', '', 'TCP', true, null, 'Always', 80)
const anything = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'protocol', 'limits', 'cpu', 'type', 'env'), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value
const container = fc.record(
  { name: fc.constantFrom('a', 'b'), resources: anything, ports: anything, securityContext: anything },
  { requiredKeys: ['name'] },
)
const deployment = fc
  .record({ replicas: scalar, strategy: anything, containers: fc.array(container, { maxLength: 2 }) })
  .map(
    ({ replicas, strategy, containers }): JsonObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: {}, finalizers: ['b', 'a'] },
      spec: { replicas, strategy, template: { spec: { containers } } },
      status: { a: 1 },
    }),
  )

function reversed(value: Json): Json {
  if (isJsonList(value)) return value.map(reversed)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  )
}

function throughJson(value: JsonObject): JsonObject {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item))
  const parsed: unknown = JSON.parse(text)
  return Object.assign(Object.create(null), parsed)
}

describe('the laws of normalize', () => {
  it('finds nothing more in what it has made', () => {
    fc.assert(
      fc.property(deployment, (resource) => {
        const once = normalize(resource).resource
        expect(deepEqual(normalize(once).resource, once)).toBe(true)
      }),
    )
  })

  it('does not look at the order of keys', () => {
    fc.assert(
      fc.property(deployment, (resource) => {
        const other = reversed(resource)
        expect(
          deepEqual(normalize(resource).resource, isJsonObject(other) && normalize(other).resource),
        ).toBe(true)
      }),
    )
  })

  it('is the same for a resource that went through JSON', () => {
    fc.assert(
      fc.property(deployment, (resource) => {
        expect(deepEqual(normalize(resource).resource, normalize(throughJson(resource)).resource)).toBe(true)
      }),
    )
  })

  it('does not look at the order of documents', () => {
    const kinds = fc.shuffledSubarray(['ConfigMap', 'Secret', 'Service', 'Role', 'Pod', 'Job'], {
      minLength: 2,
    })
    fc.assert(
      fc.property(kinds, (order) => {
        const tree = (names: readonly string[]) => {
          const documents = names.map(
            (kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a, uid: b}\n`,
          )
          const result = readUnitTree(documents.join('---\n'), 'unit')
          if (result.kind === 'invalid') throw result.error
          return result.tree
        }
        expect(tree(order)).toEqual(tree(order.toReversed()))
      }),
    )
  })

  it('keeps every field that no rule knows, and still folds the others', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => value !== null),
        (unknown) => {
          const fixed: Json = JSON.parse(JSON.stringify(unknown).replaceAll('null', '0'))
          const { resource } = normalize({
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'web' },
            spec: {
              replicas: 1,
              brandNew: fixed,
              template: { spec: { brandNew: fixed, dnsPolicy: 'ClusterFirst' } },
            },
          })
          expect(resource['spec']).toEqual({ brandNew: fixed, template: { spec: { brandNew: fixed } } })
        },
      ),
    )
  })

  it('changes nothing that it is given', () => {
    fc.assert(
      fc.property(deployment, (resource) => {
        const before = structuredClone(resource)
        normalize(resource)
        expect(resource).toEqual(before)
      }),
    )
  })

  it('folds nothing that a write could need', () => {
    fc.assert(
      fc.property(deployment, (resource) => {
        const once = pruneResource(resource)
        expect(deepEqual(normalize(once).resource, normalize(resource).resource)).toBe(true)
        expect(deepEqual(pruneResource(once), once)).toBe(true)
      }),
    )
  })
})

describe.skipIf(!existsSync(join(corpora, 'kubernetes-types')))('resources of every kind', () => {
  const folder = join(corpora, 'kubernetes-types')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : []
  test.each(files)('%s has one normal form', (name) => {
    const resource = read(readFileSync(join(folder, name), 'utf8'))
    const once = normalize(resource).resource
    expect(Object.keys(once)).not.toContain('status')
    expect(deepEqual(normalize(once).resource, once)).toBe(true)
    expect(deepEqual(normalize(throughJson(resource)).resource, once)).toBe(true)
  })
})

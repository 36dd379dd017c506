import { describe, expect, it } from 'vitest'
import { formatPath } from '../model/field-path.ts'
import type { JsonObject } from '../model/json.ts'
import { createNormalization } from '../normalize/normalization.ts'
import { pruneResource } from '../normalize/prune-resource.ts'
import { readSchema } from '../normalize/read-schema.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { knownBase } from './base-tree.ts'
import { compareTrees } from './compare-trees.ts'
import { nameChange } from './field-change.ts'

const quantity =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'
const specification: JsonObject = {
  type: 'object',
  properties: {
    gates: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['id'],
      items: {
        type: 'object',
        properties: { id: { type: 'string' }, open: { type: 'boolean', default: false } },
      },
    },
    zones: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    names: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
    owner: { type: 'string', nullable: true },
    anything: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    size: {
      anyOf: [{ type: 'integer' }, { type: 'string' }],
      pattern: quantity,
      'x-kubernetes-int-or-string': true,
    },
    retry: { type: 'object', default: {}, properties: { count: { type: 'integer', default: 3 } } },
  },
}
const definition = (spec: JsonObject, version = 'v1'): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: {
    group: 'shop.example',
    names: { kind: 'Thing' },
    versions: [{ name: version, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }],
  },
})
// As a cluster publishes it: with a reference, and with Kubernetes' own kinds beside it.
const openApi: JsonObject = {
  openapi: '3.0.0',
  components: {
    schemas: {
      'example.shop.v1.Thing': {
        type: 'object',
        properties: { spec: { allOf: [{ $ref: '#/components/schemas/example.shop.v1.Spec' }] } },
        'x-kubernetes-group-version-kind': [{ group: 'shop.example', kind: 'Thing', version: 'v1' }],
      },
      'example.shop.v1.Spec': specification,
      'example.shop.v1.ThingList': {
        properties: {
          items: { type: 'array', items: { $ref: '#/components/schemas/example.shop.v1.Thing' } },
        },
        'x-kubernetes-group-version-kind': [{ group: 'shop.example', kind: 'ThingList', version: 'v1' }],
      },
      'io.k8s.api.core.v1.Pod': {
        properties: { spec: { properties: { nodeName: { type: 'string', default: 'odd' } } } },
        'x-kubernetes-group-version-kind': [{ group: '', kind: 'Pod', version: 'v1' }],
      },
    },
  },
}

function compare(documents: readonly JsonObject[], left: string, right: string): readonly string[] {
  const normalization = createNormalization({ schema: readSchema(documents, 'abc') })
  const [one, other] = [left, right].map((spec) => {
    const unit = parseUnit(`apiVersion: shop.example/v1\nkind: Thing\nmetadata: {name: a}\nspec: ${spec}\n`)
    if (unit.kind === 'invalid') throw unit.error
    return pruneResource(unit.resources[0]?.value ?? {}, normalization)
  })
  return compareTrees('Thing.shop.example//a', knownBase(one), one, other, { normalization }).map(
    (change) =>
      `${formatPath(change.path)} ${nameChange(change, { left: 'git', right: 'live' })}${change.rule === undefined ? '' : ` (${change.rule})`}`,
  )
}

describe.each([
  ['a CustomResourceDefinition', [definition(specification)]],
  ['an OpenAPI document', [openApi]],
])('the schema in %s', (_, documents) => {
  it('tells the elements of a list by their keys, and never by a guess', () => {
    const gates = '{gates: [{id: a, weight: 1}, {id: b, weight: 1}]}'
    expect(compare(documents, gates, '{gates: [{id: b, weight: 1}, {id: a, weight: 2}]}')).toEqual([
      '/spec/gates/[id=a]/weight live-only',
    ])
    expect(compare(documents, '{names: [{name: a}]}', '{names: [{name: a, b: c}]}')).toEqual([
      '/spec/names live-only',
    ])
  })

  it('takes a set for a set, a quantity for its value, and a default for absent', () => {
    expect(compare(documents, '{zones: [a, b]}', '{zones: [b, a]}')).toEqual([
      '/spec/zones order-only (schema-set)',
    ])
    expect(compare(documents, '{size: 1Gi}', '{size: 1024Mi}')).toEqual([
      '/spec/size same-meaning (schema-quantity)',
    ])
    expect(compare(documents, '{}', '{retry: {count: 3}}')).toEqual([
      '/spec/retry default-only (schema-default)',
    ])
    expect(compare(documents, '{}', '{retry: {count: 4}}')).toEqual(['/spec/retry live-only'])
    expect(compare(documents, '{gates: [{id: a}]}', '{gates: [{id: a, open: false}]}')).toEqual([
      '/spec/gates/[id=a]/open default-only (schema-default)',
    ])
    expect(compare(documents, '{gates: [{id: a, open: true}]}', '{gates: [{id: a}]}')).toEqual([
      '/spec/gates/[id=a]/open live-only',
    ])
  })

  it('keeps null where it is a value, and in what nobody knows', () => {
    expect(compare(documents, '{owner: null}', '{}')).toEqual(['/spec/owner live-only'])
    expect(compare(documents, '{anything: {a: {b: null}}}', '{anything: {a: {}}}')).toEqual([
      '/spec/anything/a/b live-only',
    ])
    expect(compare(documents, '{other: null}', '{}')).toEqual([])
  })

  it('is named in the version of the rules, and can be switched off', () => {
    const schema = readSchema(documents, 'abc')
    expect(createNormalization({ schema }).version).toMatch(/^\d+ schema@abc$/)
    const rules = createNormalization({ schema, off: ['schema-default'] }).rules.map(({ id }) => id)
    expect(rules).toContain('schema-set')
    expect(rules).not.toContain('schema-default')
  })
})

describe('schemas', () => {
  it('that differ between versions say nothing where they differ', () => {
    const other = { ...specification, properties: { zones: { type: 'array', default: ['a'] } } }
    const both = [definition(specification), definition(other, 'v2')]
    expect(compare(both, '{zones: [a, b]}', '{zones: [b, a]}')).toEqual(['/spec/zones live-only'])
    expect(compare(both, '{}', '{zones: [a]}')).toEqual(['/spec/zones live-only'])
    expect(compare(both, '{size: 1Gi}', '{size: 1024Mi}')).toHaveLength(1)
  })

  it('of which one has a place that it says nothing of say nothing of it', () => {
    const silent = { ...specification, properties: { zones: { type: 'array', items: { type: 'string' } } } }
    const both = [definition(specification), definition(silent, 'v2')]
    expect(compare(both, '{zones: [a, b]}', '{zones: [b, a]}')).toEqual(['/spec/zones live-only'])
  })

  it('whose list has a protocol among its keys tell elements by it, written or not', () => {
    const ports = {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: {
        type: 'object',
        properties: {
          port: { type: 'integer' },
          protocol: { type: 'string', default: 'TCP' },
          name: { type: 'string' },
        },
      },
    }
    const documents = [definition({ type: 'object', properties: { ports } })]
    const declared = '{ports: [{port: 1, name: a}, {port: 1, protocol: UDP, name: b}]}'
    const live = '{ports: [{port: 1, protocol: UDP, name: b}, {port: 1, protocol: TCP, name: c}]}'
    expect(compare(documents, declared, live)).toEqual([
      '/spec/ports/[port=1,protocol=TCP]/name live-only',
      '/spec/ports/[port=1,protocol=TCP]/protocol default-only (schema-default)',
    ])
  })

  it('of Kubernetes’ own kinds are left to the built-in rules, and a loop ends', () => {
    expect(readSchema([openApi], 'abc').rules.map(({ kinds }) => kinds)).toEqual(
      Array(4).fill(['Thing.shop.example']),
    )
    const loop: JsonObject = {
      components: {
        schemas: {
          a: {
            properties: { b: { $ref: '#/components/schemas/a' } },
            default: 1,
            'x-kubernetes-group-version-kind': [{ group: 'x.example', kind: 'Loop', version: 'v1' }],
          },
        },
      },
    }
    expect(readSchema([loop], 'abc').rules).toHaveLength(1)
  })
})

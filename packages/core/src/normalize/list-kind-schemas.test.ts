import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../model/json.ts'
import { formatSchemas } from './format-schemas.ts'
import { listKindSchemas } from './list-kind-schemas.ts'
import { readSchema } from './read-schema.ts'

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const kindOf = (kind: string, version = 'v1'): readonly Json[] => [{ group: 'shop.example', version, kind }]
const published = (schemas: Record<string, JsonObject>): JsonObject => ({
  openapi: '3.0.0',
  components: { schemas },
})
// As API servers publish it: references to Kubernetes' own types, one of them in an allOf beside its default.
const thing: JsonObject = {
  description: 'A thing.',
  type: 'object',
  required: ['spec'],
  properties: {
    apiVersion: { type: 'string', description: 'the version' },
    metadata: reference('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'),
    spec: {
      type: 'object',
      properties: {
        template: { default: {}, allOf: [reference('io.k8s.api.core.v1.Template')] },
        size: reference('io.k8s.apimachinery.pkg.api.resource.Quantity'),
      },
      'x-kubernetes-validations': [{ rule: 'true' }],
    },
    status: { type: 'object', properties: { ready: { type: 'boolean', default: false } } },
  },
  'x-kubernetes-group-version-kind': kindOf('Thing'),
}
const types: Record<string, JsonObject> = {
  'io.k8s.api.core.v1.Template': {
    type: 'object',
    description: 'what pods are made of',
    properties: { ports: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'integer' } } },
  },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
}

describe('a published schema', () => {
  it('stands by itself, and says nothing but what matters for comparing', () => {
    expect(listKindSchemas(published({ 'example.shop.v1.Thing': thing, ...types }))).toEqual([
      {
        group: 'shop.example',
        version: 'v1',
        kind: 'Thing',
        schema: {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              properties: {
                template: {
                  type: 'object',
                  default: {},
                  properties: {
                    ports: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'integer' } },
                  },
                },
                size: { pattern: expect.stringContaining('numkMGTPE') },
              },
            },
          },
        },
      },
    ])
  })

  it('that lacks a part is not taken for one that says nothing of it', () => {
    expect(() => listKindSchemas(published({ 'example.shop.v1.Thing': thing }))).toThrow(
      /TIDEWAY_UNREADABLE.*Thing\.shop\.example\/v1 refers to #\/components\/schemas\/io\.k8s\.api\.core\.v1\.Template/,
    )
    const odd = { properties: { spec: reference('__proto__') } }
    const marked = { ...odd, 'x-kubernetes-group-version-kind': kindOf('Odd') }
    expect(() => listKindSchemas(published({ odd: marked }))).toThrow(/TIDEWAY_UNREADABLE/)
    expect(listKindSchemas(published({ odd: marked }), ({ kind }) => kind !== 'Odd')).toEqual([])
  })

  it('that leads back to itself in many ways ends, and one without end is refused', () => {
    const own = Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, reference('Loop')]))
    const loop = { properties: own, 'x-kubernetes-group-version-kind': kindOf('Loop') }
    expect(listKindSchemas(published({ Loop: loop }))[0]?.schema).toEqual({
      properties: Object.fromEntries(
        ['a', 'b', 'c', 'd'].map((key) => [key, { properties: { a: {}, b: {}, c: {}, d: {} } }]),
      ),
    })
    // Each stands for ten of the next.
    const bomb = Array.from({ length: 12 }, (_, level): [string, JsonObject] => {
      const ten = Array.from({ length: 10 }, (_unused, index) => [`k${index}`, reference(`b${level + 1}`)])
      return [`b${level}`, { properties: Object.fromEntries(ten) }]
    })
    const laughing: Record<string, JsonObject> = { ...Object.fromEntries(bomb), b12: { type: 'string' } }
    const marked = {
      ...laughing,
      b0: { ...laughing['b0'], 'x-kubernetes-group-version-kind': kindOf('Bomb') },
    }
    expect(() => listKindSchemas(published(marked))).toThrow(/TIDEWAY_LIMIT_EXCEEDED.*200000 places/)
    let deep: JsonObject = { type: 'string' }
    for (let level = 0; level < 10_000; level += 1) deep = { items: deep }
    const nested = { properties: { spec: deep }, 'x-kubernetes-group-version-kind': kindOf('Deep') }
    expect(() => listKindSchemas(published({ nested }))).toThrow(/TIDEWAY_LIMIT_EXCEEDED.*128 nested levels/)
  })

  it('of a list of things is none', () => {
    const items = { properties: { items: { type: 'array', items: reference('Thing') } } }
    const list = { ...items, 'x-kubernetes-group-version-kind': kindOf('ThingList') }
    expect(listKindSchemas(published({ list }))).toEqual([])
  })
})

describe('formatSchemas', () => {
  const schemas = listKindSchemas(published({ 'example.shop.v1.Thing': thing, ...types }))
  const older = schemas.map((schema) => ({ ...schema, version: 'v1beta1' }))

  it('gives one document, whatever the order, that is read as what it was made of', () => {
    const document = formatSchemas([...schemas, ...older])
    expect(JSON.stringify(formatSchemas([...older, ...schemas, ...older]))).toBe(JSON.stringify(document))
    expect(listKindSchemas(document)).toEqual([...schemas, ...older])
    expect(readSchema([document], 'a').rules).toEqual(
      readSchema([published({ Thing: thing, ...types })], 'a').rules,
    )
  })

  it('keeps both schemas of a version where two clusters differ, so that neither is believed', () => {
    const other = schemas.map((schema) => ({
      ...schema,
      schema: {
        type: 'object',
        properties: { spec: { type: 'object', properties: { template: {}, size: {} } } },
      },
    }))
    const both = formatSchemas([...schemas, ...other])
    expect(listKindSchemas(both)).toHaveLength(2)
    expect(readSchema([both], 'a').rules.map(({ id }) => id)).toEqual(['schema-set'])
  })
})

import { describe, expect, it } from 'vitest'
import { getField } from '../model/get-field.ts'
import type { JsonObject } from '../model/json.ts'
import { observeProvider } from './observe-provider.ts'

const synced = { type: 'Synced', status: 'True' }
const handler = (
  forProvider: JsonObject,
  atProvider: JsonObject,
  { condition = synced, ...metadata }: { readonly [key: string]: JsonObject[string] } = {},
): JsonObject => ({
  apiVersion: 'lambda.aws.upbound.io/v1beta2',
  kind: 'Function',
  metadata: { name: 'handler', ...metadata },
  spec: { forProvider },
  status: { atProvider, conditions: [{ type: 'Ready', status: 'True' }, condition] },
})
const pathsOf = (object: JsonObject) => observeProvider(object).paths.map((path) => path.slice(2).join('.'))

describe('what a provider observes', () => {
  it('stands in for what it was told, where the two contradict each other', () => {
    const object = handler(
      { memorySize: 256, timeout: 10, environment: { variables: { A: '1', B: '2' } } },
      { memorySize: 1024, timeout: 10, environment: { variables: { A: '9', B: '2' } }, arn: 'arn:x' },
    )
    const { object: seen, paths } = observeProvider(object)
    expect(paths).toEqual([
      ['spec', 'forProvider', 'memorySize'],
      ['spec', 'forProvider', 'environment', 'variables', 'A'],
    ])
    expect(getField(seen, ['spec', 'forProvider'])).toEqual({
      memorySize: 1024,
      timeout: 10,
      environment: { variables: { A: '9', B: '2' } },
    })
    expect(getField(object, ['spec', 'forProvider', 'memorySize'])).toBe(256)
  })

  it('has the type of the field, also where the provider reads numbers as texts', () => {
    const object = handler({ memorySize: 256, timeout: 10 }, { memorySize: '512', timeout: '10' })
    expect(getField(observeProvider(object).object, ['spec', 'forProvider', 'memorySize'])).toBe(512)
    expect(pathsOf(object)).toEqual(['memorySize'])
  })

  it.each<[what: string, object: JsonObject]>([
    ['fields that are only observed', handler({ region: 'x' }, { region: 'x', arn: 'arn:x' })],
    ['fields that are not observed', handler({ roleSelector: { matchLabels: {} } }, {})],
    ['lists in another order', handler({ layers: ['a', 'b'] }, { layers: ['b', 'a'] })],
    ['JSON within a text', handler({ policy: '{"Action":["s3:*"]}' }, { policy: '{ "Action": "s3:*" }' })],
    ['lists of maps', handler({ attribute: [{ name: 'id' }] }, { attribute: [{ name: 'id', type: 'S' }] })],
    [
      'a resource that is not synced',
      handler({ a: 1 }, { a: 2 }, { condition: { ...synced, status: 'False' } }),
    ],
    [
      'a resource that its provider may only look at',
      {
        ...handler({ a: 1 }, { a: 2 }),
        spec: { forProvider: { a: 1 }, managementPolicies: ['Observe', 'LateInitialize'] },
      },
    ],
    [
      'an observation of an older generation',
      handler({ a: 1 }, { a: 2 }, { generation: 3, condition: { ...synced, observedGeneration: 2 } }),
    ],
    [
      'an observation from before the last change',
      handler(
        { a: 1 },
        { a: 2 },
        {
          managedFields: [
            { manager: 'argocd-controller', time: '2026-01-01T00:00:05Z' },
            { manager: 'provider', subresource: 'status', time: '2026-01-01T00:00:04Z' },
          ],
        },
      ),
    ],
    [
      'what is no managed resource',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: {} },
    ],
  ])('says nothing of %s', (_, object) => {
    expect(observeProvider(object)).toEqual({ object, paths: [] })
  })

  it('counts once the provider has seen the newest spec', () => {
    expect(
      pathsOf(
        handler({ a: 1 }, { a: 2 }, { generation: 3, condition: { ...synced, observedGeneration: 3 } }),
      ),
    ).toEqual(['a'])
  })
})

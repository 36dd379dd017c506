import type { KindSchema, SchemaResult } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { expect, test } from 'vitest'
import { startTestCluster, testToken } from '../start-test-cluster.ts'
import { customResourceDefinition } from '../testing/emulator/custom-resource-definition.ts'
import type { JsonObject } from '../testing/emulator/json.ts'

const gates: JsonObject = {
  type: 'array',
  description: 'Where people come in.',
  items: { type: 'object', properties: { id: { type: 'string' } } },
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['id'],
}
const spec: JsonObject = { type: 'object', properties: { gates } }
const define = (kind: string, group = 'shop.example', versions: readonly [string, ...string[]] = ['v1']) =>
  customResourceDefinition({ group, kind, versions, schema: { type: 'object', properties: { spec } } })
const definitions = [
  define('Thing', 'shop.example', ['v1', 'v1beta1']),
  define('Other'),
  define('Metric', 'metrics.example'),
]
const resource = (kind: string, group = 'shop.example') => ({ group, kind })
const start = (options = {}, rewrite?: (body: string) => string) =>
  startTestCluster({ objects: definitions }, options, rewrite)
type Cluster = Awaited<ReturnType<typeof start>>

async function read(cluster: Cluster, ...kinds: readonly { group: string; kind: string }[]) {
  const results: SchemaResult[] = []
  for await (const result of cluster.resources.schemas?.(kinds, createTestCall()) ?? []) results.push(result)
  return results
}

const inShort = (results: readonly SchemaResult[]) =>
  results.map((result) =>
    result.kind === 'unknown'
      ? `${result.resource.kind} unknown: ${result.error.kind}`
      : `${result.resource.kind} ${result.kind}`,
  )

test('the schemas of a kind are those of all its versions, and no other document is fetched', async () => {
  const cluster = await start()
  const [things, ...others] = await read(cluster, resource('Thing'))
  expect(others).toEqual([])
  const { description: _, ...kept } = gates
  const schema = (version: string): KindSchema => ({
    group: 'shop.example',
    version,
    kind: 'Thing',
    schema: { type: 'object', properties: { spec: { type: 'object', properties: { gates: kept } } } },
  })
  expect(things).toEqual({
    kind: 'schemas',
    resource: resource('Thing'),
    schemas: [schema('v1'), schema('v1beta1')],
  })
  expect(cluster.requestsSince()).toEqual([
    'GET /apis 200',
    'GET /openapi/v3/apis/shop.example/v1 200',
    'GET /openapi/v3/apis/shop.example/v1beta1 200',
  ])
})

test('a kind is absent where discovery says so: no such group, or no such kind in it', async () => {
  const cluster = await start()
  const results = await read(
    cluster,
    resource('Thing', 'nobody.example'),
    resource('Nothing'),
    resource('Other'),
  )
  expect(inShort(results)).toEqual(['Thing absent', 'Nothing absent', 'Other schemas'])
  expect(await read(cluster)).toEqual([])
})

test('an API that is down leaves its own kinds unknown, never absent, and the others known', async () => {
  const cluster = await start({ retries: 1 })
  cluster.emulator.faults.push({
    fault: 'status',
    status: 503,
    match: ({ path }) => path.includes('metrics.example/v1'),
  })
  const results = await read(cluster, resource('Metric', 'metrics.example'), resource('Thing'))
  expect(inShort(results)).toEqual(['Metric unknown: unavailable', 'Thing schemas'])
})

test('where one version cannot be read, nothing is known of the kinds of its group', async () => {
  const cluster = await start()
  cluster.emulator.faults.push({
    fault: 'status',
    status: 403,
    match: ({ path }) => path.endsWith('v1beta1'),
  })
  const results = await read(
    cluster,
    resource('Thing'),
    resource('Other'),
    resource('Metric', 'metrics.example'),
  )
  expect(inShort(results)).toEqual(['Thing unknown: forbidden', 'Other unknown: forbidden', 'Metric schemas'])
  const [first] = results
  expect(first?.kind === 'unknown' && first.error.next).toContain(
    'the right to read the schemas of shop.example/v1beta1',
  )
})

test('a server that publishes no schemas is no server without the kind', async () => {
  const cluster = await start()
  cluster.emulator.faults.push({
    fault: 'status',
    status: 404,
    match: ({ path }) => path.startsWith('/openapi/'),
  })
  const [result] = await read(cluster, resource('Thing'))
  expect(result).toMatchObject({
    kind: 'unknown',
    error: {
      kind: 'unsupported',
      message: expect.stringMatching(/publishes none.*kubectl get crds -o yaml/),
    },
  })
})

test('a kind that is served but not published, as one that was defined a moment ago, is unknown', async () => {
  const cluster = await start({}, (body) =>
    body.replaceAll('"kind":"Thing","version"', '"kind":"Elsewhere","version"'),
  )
  expect(inShort(await read(cluster, resource('Thing')))).toEqual(['Thing unknown: unsupported'])
})

test('a document that breaks off, or lacks a part, is no document', async () => {
  const cluster = await start({ retries: 0 })
  cluster.emulator.faults.push({
    fault: 'truncate',
    bytes: 300,
    times: 1,
    match: ({ path }) => path.startsWith('/openapi/'),
  })
  await expect(read(cluster, resource('Thing'))).rejects.toMatchObject({ kind: 'unavailable' })

  const cut = await start({}, (body) => (body.startsWith('{"openapi"') ? body.slice(0, 300) : body))
  expect(inShort(await read(cut, resource('Thing')))).toEqual(['Thing unknown: invalid-response'])

  const lacking = await start({}, (body) =>
    body.replace('"spec":{"type":"object"', '"spec":{"$ref":"#/components/schemas/gone"'),
  )
  const [result] = await read(lacking, resource('Thing'))
  expect(result).toMatchObject({ kind: 'unknown', error: { kind: 'invalid-response' } })
  expect(result?.kind === 'unknown' && result.error.message).toContain('refers to #/components/schemas/gone')
})

test('an answer above the limit is not read', async () => {
  const cluster = await start({ maxResponseBytes: 1024 })
  expect(inShort(await read(cluster, resource('Thing')))).toEqual(['Thing unknown: limit-exceeded'])
})

test('who may not read what the server has is told so, without the token', async () => {
  const cluster = await startTestCluster({
    objects: definitions,
    users: [{ name: 'other', token: 'another' }],
  })
  const error = await read(cluster, resource('Thing')).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ kind: 'unauthorized' })
  expect(String(error)).not.toContain(testToken)
})

import { createTestCall } from '@tideway/core/testing'
import { describe, expect, test } from 'vitest'
import { configMap, core, startTestCluster, testToken } from '../start-test-cluster.ts'
import { customResourceDefinition } from '../testing/emulator/custom-resource-definition.ts'
import type { JsonObject } from '../testing/emulator/json.ts'

const configMaps = { kinds: [core('ConfigMap')] }
const many = (count: number, namespace = 'default') =>
  Array.from({ length: count }, (_, index) => configMap(`m-${String(index).padStart(4, '0')}`, {}, namespace))
const widgets = customResourceDefinition({
  group: 'example.com',
  kind: 'Widget',
  versions: ['v1', 'v1beta1'],
})
const widget = (name: string): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name, namespace: 'default' },
  spec: { size: 1 },
})
const namespace = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
const identity = (name: string, where = 'default') => ({ ...core('ConfigMap'), namespace: where, name })

describe('a list', () => {
  test('yields every object whole, with the apiVersion and kind that built-in lists leave out', async () => {
    const odd = { binaryData: { 'a.bin': 'AA==' }, brandNewField: { deep: [1, null, { x: 'y' }] } }
    const cluster = await startTestCluster({ objects: [configMap('odd', odd)] })
    const { objects, complete } = await cluster.read(configMaps)
    expect(objects).toMatchObject([{ apiVersion: 'v1', kind: 'ConfigMap', data: { name: 'odd' }, ...odd }])
    expect(complete).toEqual(['ConfigMap'])
    expect(cluster.requestsSince()).toEqual([
      'GET /api/v1 200',
      'GET /api/v1/namespaces/default/configmaps 200',
    ])
  })

  test('loses no digit of an integer past 2^53', async () => {
    const cluster = await startTestCluster(
      { objects: [configMap('big', { size: 'BIG', rate: 0.5 })] },
      {},
      (body) => body.replaceAll('"BIG"', '9007199254740993'),
    )
    const [object] = (await cluster.read(configMaps)).objects
    expect(object).toMatchObject({ size: 9007199254740993n, rate: 0.5 })
  })

  test('looks in the namespaces that are named, by default in the one of the context', async () => {
    const objects = ['shop', 'other'].flatMap((name) => [namespace(name), configMap('m', {}, name)])
    const cluster = await startTestCluster({ objects }, { namespace: 'shop' })
    expect(cluster.resources.place).toBe('namespace shop of context dev')
    expect((await cluster.read(configMaps)).keys).toEqual(['ConfigMap/shop/m'])
    expect((await cluster.read({ ...configMaps, namespaces: ['other', 'shop', 'other'] })).keys).toEqual([
      'ConfigMap/other/m',
      'ConfigMap/shop/m',
    ])
  })

  test('looks in all namespaces where that is asked for, and tells objects of one name apart', async () => {
    const objects = ['shop', 'other'].flatMap((name) => [namespace(name), configMap('m', {}, name)])
    const cluster = await startTestCluster({ objects }, { pageSize: 1 })
    const everywhere = { ...configMaps, namespaces: 'all' as const, identities: [identity('m', 'shop')] }
    const { keys, complete } = await cluster.read(everywhere)
    expect(keys.toSorted()).toEqual(['ConfigMap/other/m', 'ConfigMap/shop/m'])
    expect(complete).toEqual(['ConfigMap'])
  })

  test('reads a kind without namespaces once, whatever namespaces are named', async () => {
    const cluster = await startTestCluster({ objects: [namespace('shop')] })
    const { keys } = await cluster.read({ kinds: [core('Namespace')], namespaces: ['shop', 'default'] })
    expect(keys).toEqual(['Namespace//default', 'Namespace//kube-system', 'Namespace//shop'])
  })

  test('takes a label selector, and tells one that is none', async () => {
    const metadata = { name: 'mine', namespace: 'default', labels: { app: 'shop' } }
    const cluster = await startTestCluster({ objects: [configMap('other'), configMap('mine', { metadata })] })
    expect((await cluster.read({ ...configMaps, labelSelector: 'app=shop' })).keys).toEqual([
      'ConfigMap/default/mine',
    ])
    const { unknown, complete } = await cluster.read({ ...configMaps, labelSelector: '=,=' })
    expect([unknown, complete]).toEqual([{ ConfigMap: 'invalid-request' }, []])
  })

  test('of 5,000 objects comes in pages, each asked for when the one before was taken', async () => {
    const cluster = await startTestCluster({ objects: many(5000) })
    let taken = 0
    for await (const result of cluster.resources.resources(
      { ...configMaps, identities: [] },
      createTestCall(),
    )) {
      if (result.kind !== 'object') continue
      taken += 1
      // Discovery, and one page for every 500 objects.
      expect(cluster.emulator.requests.length).toBe(1 + Math.ceil(taken / 500))
    }
    expect([taken, cluster.emulator.requests.length]).toEqual([5000, 11])
  })

  test('asks for smaller pages where one is larger than the limit', async () => {
    const objects = many(40).map((object) => ({ ...object, data: { filling: 'x'.repeat(1000) } }))
    const cluster = await startTestCluster({ objects }, { maxResponseBytes: 20_000, pageSize: 40 })
    const { keys, complete } = await cluster.read(configMaps)
    expect([new Set(keys).size, keys.length, complete]).toEqual([40, 40, ['ConfigMap']])

    cluster.emulator.create([configMap('z', { data: { filling: 'x'.repeat(30_000) } })])
    const { unknown, messages } = await cluster.read(configMaps)
    expect(unknown).toEqual({ ConfigMap: 'limit-exceeded' })
    expect(messages[0]).toContain('larger than 20000 bytes')
  })

  test('that expired begins anew, without an object twice', async () => {
    const cluster = await startTestCluster({ objects: many(5) }, { pageSize: 2 })
    const names: string[] = []
    for await (const result of cluster.resources.resources(
      { ...configMaps, identities: [] },
      createTestCall(),
    )) {
      if (result.kind === 'object') names.push(result.identity.name)
      if (names.length === 2) {
        cluster.emulator.create([configMap('new')])
        cluster.emulator.compact()
        names.push('(compacted)')
      }
    }
    expect(names).toEqual(['m-0000', 'm-0001', '(compacted)', 'm-0002', 'm-0003', 'm-0004', 'new'])
    expect(cluster.requestsSince().filter((request) => request.endsWith('410'))).toHaveLength(1)
  })

  test('that expires again and again is unknown', async () => {
    const cluster = await startTestCluster({ objects: many(5) }, { pageSize: 2 })
    cluster.emulator.faults.push({
      match: ({ query }) => query.includes('continue'),
      fault: 'status',
      status: 410,
    })
    const { unknown, complete } = await cluster.read(configMaps)
    expect([unknown, complete]).toEqual([{ ConfigMap: 'unavailable' }, []])
    expect(cluster.emulator.requests).toHaveLength(1 + 6 * 2)
  })
})

describe('a kind that cannot be read is unknown, and the others go on', () => {
  test('where it is forbidden', async () => {
    const cluster = await startTestCluster({
      objects: [configMap('m')],
      users: [{ name: 'reader', token: testToken, deny: [{ verbs: ['list'], resources: ['secrets'] }] }],
    })
    const kinds = [core('Secret'), core('ConfigMap'), { group: 'apps', kind: 'Deployment' }]
    const { unknown, complete, messages } = await cluster.read({ kinds })
    expect([unknown, complete]).toEqual([{ Secret: 'forbidden' }, ['ConfigMap', 'Deployment']])
    expect(messages[0]).toBe(
      'TIDEWAY_FORBIDDEN  kubernetes:dev: could not list secrets in namespace default: the server answered 403 Forbidden; grant this credential the right to list secrets in namespace default',
    )
  })

  test('where the server does not have it', async () => {
    const cluster = await startTestCluster({ objects: [configMap('m')] })
    const kinds = [{ group: 'example.com', kind: 'Widget' }, core('Gadget'), core('ConfigMap')]
    const { unknown, complete, messages } = await cluster.read({ kinds })
    expect([unknown, complete]).toEqual([{ Widget: 'not-found', Gadget: 'not-found' }, ['ConfigMap']])
    expect(messages[0]).toContain('the server has no kind Widget.example.com')
  })

  test('where its definition is removed between two pages', async () => {
    const cluster = await startTestCluster(
      { objects: [widgets, ...['a', 'b', 'c'].map(widget), configMap('m')] },
      { pageSize: 2 },
    )
    const definition = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }
    const kinds = [{ group: 'example.com', kind: 'Widget' }, core('ConfigMap')]
    const seen: string[] = []
    for await (const result of cluster.resources.resources({ kinds, identities: [] }, createTestCall())) {
      if (result.kind === 'object') seen.push(result.identity.name)
      if (result.kind === 'unknown') seen.push(`unknown ${result.resource.kind} ${result.error.kind}`)
      if (result.kind === 'complete') seen.push(`complete ${result.resource.kind}`)
      if (seen.length === 1) cluster.emulator.remove({ ...definition, name: 'widgets.example.com' })
    }
    expect(seen).toEqual(['a', 'b', 'unknown Widget not-found', 'm', 'complete ConfigMap'])
  })

  test('where its definition is removed before an object is looked up', async () => {
    const cluster = await startTestCluster({ objects: [widgets, widget('a'), widget('b')] })
    const identities = ['a', 'b'].map((name) => {
      return { group: 'example.com', kind: 'Widget', namespace: 'default', name }
    })
    const call = createTestCall()
    expect(await cluster.read({ identities }, call)).toMatchObject({ complete: ['Widget'], unknown: {} })
    const definition = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }
    cluster.emulator.remove({ ...definition, name: 'widgets.example.com' })
    expect(await cluster.read({ identities }, call)).toMatchObject({
      keys: [],
      complete: [],
      unknown: { Widget: 'not-found' },
    })
  })

  test('where its API answers 503, as an aggregated one does that is down', async () => {
    const cluster = await startTestCluster({ objects: [widgets, configMap('m')] })
    cluster.emulator.faults.push({
      match: ({ path }) => path.startsWith('/apis/example.com/'),
      fault: 'status',
      status: 503,
    })
    const { unknown, complete } = await cluster.read({
      kinds: [{ group: 'example.com', kind: 'Widget' }, core('ConfigMap')],
    })
    expect([unknown, complete]).toEqual([{ Widget: 'unavailable' }, ['ConfigMap']])
  })

  test('where a name could lead to another path', async () => {
    const cluster = await startTestCluster({ objects: [configMap('m')] })
    for (const query of [
      { identities: [identity('../secrets/s')] },
      { identities: [identity('..')] },
      { identities: [identity('m', '..')] },
      { ...configMaps, namespaces: ['default', ''] },
    ]) {
      expect((await cluster.read(query)).unknown).toEqual({ ConfigMap: 'invalid-request' })
    }
    expect(cluster.requestsSince()).toEqual([])
  })
})

describe('discovery', () => {
  test('takes the version that the group prefers, once a run', async () => {
    const cluster = await startTestCluster({ objects: [widgets, widget('a')] })
    const query = { kinds: [{ group: 'example.com', kind: 'Widget' }] }
    const call = createTestCall()
    const { objects } = await cluster.read(query, call)
    expect(objects).toMatchObject([{ apiVersion: 'example.com/v1', kind: 'Widget', spec: { size: 1 } }])
    expect(cluster.requestsSince()).toEqual([
      'GET /apis 200',
      'GET /apis/example.com/v1 200',
      'GET /apis/example.com/v1/namespaces/default/widgets 200',
    ])
    await cluster.read(query, call)
    expect(cluster.requestsSince()).toHaveLength(1)
    await cluster.read(query, createTestCall())
    expect(cluster.requestsSince()).toHaveLength(3)
  })

  test('does not remember that it failed', async () => {
    const cluster = await startTestCluster({ objects: [configMap('m')] })
    cluster.emulator.faults.push({
      match: ({ path }) => path === '/api/v1',
      fault: 'status',
      status: 403,
      times: 1,
    })
    const call = createTestCall()
    expect((await cluster.read(configMaps, call)).unknown).toEqual({ ConfigMap: 'forbidden' })
    expect((await cluster.read(configMaps, call)).complete).toEqual(['ConfigMap'])
  })
})

import { getField, type JsonObject, type ResourceAnnotation } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { expect, test } from 'vitest'
import { configMap, core, startTestCluster, type TestCluster, testToken } from '../start-test-cluster.ts'

const identity = { ...core('ConfigMap'), namespace: 'default', name: 'm' }

async function read(cluster: TestCluster): Promise<JsonObject> {
  const [object = {}] = (await cluster.read({ identities: [identity] })).objects
  return object
}

async function annotate(cluster: TestCluster, change: Omit<ResourceAnnotation, 'identity'>) {
  const outcomes = []
  const changes = [{ identity, ...change }]
  for await (const outcome of cluster.endpoint.annotator?.annotate(changes, createTestCall()) ?? [])
    outcomes.push(outcome)
  return outcomes[0]
}

const versionOf = (object: JsonObject) => String(getField(object, ['metadata', 'resourceVersion']))
const annotationsOf = (object: JsonObject) => getField(object, ['metadata', 'annotations'])

test('annotations are set and removed as the manager tideway, and nothing else is', async () => {
  const cluster = await startTestCluster({ objects: [configMap('m', { odd: [1] })] })
  const before = await read(cluster)
  expect(
    await annotate(cluster, { resourceVersion: versionOf(before), annotations: { a: '1', b: '2' } }),
  ).toMatchObject({
    kind: 'written',
  })
  const between = await read(cluster)
  expect(annotationsOf(between)).toEqual({ a: '1', b: '2' })
  expect(getField(between, ['odd'])).toEqual([1])
  expect(JSON.stringify(getField(between, ['metadata', 'managedFields']))).toContain('"manager":"tideway"')
  await annotate(cluster, { resourceVersion: versionOf(between), annotations: { a: null } })
  expect(annotationsOf(await read(cluster))).toEqual({ b: '2' })
})

test('an object that has changed since is left alone', async () => {
  const cluster = await startTestCluster({ objects: [configMap('m')] })
  const resourceVersion = versionOf(await read(cluster))
  cluster.emulator.edit({ kind: 'ConfigMap', namespace: 'default', name: 'm' }, { data: { x: 'y' } })
  expect(await annotate(cluster, { resourceVersion, annotations: { a: '1' } })).toMatchObject({
    kind: 'lost-race',
  })
  expect(annotationsOf(await read(cluster))).toBeUndefined()
})

test('a missing right is refused, and a lost answer is unknown: it is sent once', async () => {
  const deny = [{ verbs: ['patch' as const], resources: ['configmaps'] }]
  const users = [{ name: 'reader', token: testToken, deny }]
  const restricted = await startTestCluster({ objects: [configMap('m')], users })
  const resourceVersion = versionOf(await read(restricted))
  expect(await annotate(restricted, { resourceVersion, annotations: { a: '1' } })).toMatchObject({
    kind: 'refused',
    error: { kind: 'forbidden' },
  })
  const flaky = await startTestCluster({ objects: [configMap('m')] })
  const version = versionOf(await read(flaky))
  flaky.requestsSince()
  flaky.emulator.faults.push({ match: ({ method }) => method === 'PATCH', fault: 'cut-after' })
  expect(await annotate(flaky, { resourceVersion: version, annotations: { a: '1' } })).toMatchObject({
    kind: 'unknown',
  })
  expect(flaky.emulator.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  expect(annotationsOf(await read(flaky))).toEqual({ a: '1' })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { customResourceDefinition } from './custom-resource-definition.ts'
import type { JsonObject } from './json.ts'
import { createKubernetesEmulator, type KubernetesEmulator } from './kubernetes-emulator.ts'
import { type LoopbackServer, serve } from './serve.ts'
import { type Answer, send } from './test-client.ts'

const configMap = (name: string, data: JsonObject = {}, labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
})
const maps = '/api/v1/namespaces/default/configmaps'
const claim = {
  apiVersion: 'messagewall.demo/v1alpha1',
  kind: 'ServerlessEventAppClaim',
  metadata: { name: 'wall', namespace: 'default' },
  spec: { environment: 'dev', memory: 128, brandNewField: [1, { a: null, deep: {} }] },
}
const claims = '/apis/messagewall.demo/v1alpha1/namespaces/default/serverlesseventappclaims'

let emulator: KubernetesEmulator
let server: LoopbackServer

beforeEach(async () => {
  emulator = createKubernetesEmulator({
    objects: [
      customResourceDefinition({
        group: 'messagewall.demo',
        kind: 'ServerlessEventAppClaim',
        versions: ['v1alpha1', 'v1beta1'],
      }),
      customResourceDefinition({
        group: 'lambda.aws.upbound.io',
        kind: 'Function',
        versions: ['v1beta2'],
        scope: 'Cluster',
      }),
    ],
  })
  server = await serve(emulator.handle)
})
afterEach(() => server.close())

const call = (method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> =>
  send(server.url, method, path, { body, type })

test('discovery is plain JSON, also for a client that asks for the aggregated form', async () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json'
  const groups = await send(server.url, 'GET', '/apis', { headers: { accept } })
  expect(groups.body).toMatchObject({ kind: 'APIGroupList' })
  expect(JSON.stringify(groups.body)).toContain('"groupVersion":"lambda.aws.upbound.io/v1beta2"')
  const custom = await call('GET', '/apis/messagewall.demo')
  expect(custom.body).toMatchObject({ preferredVersion: { version: 'v1beta1' } })
  const resources = await call('GET', '/apis/messagewall.demo/v1alpha1')
  expect(resources.body['resources']).toMatchObject([
    { name: 'serverlesseventappclaims', namespaced: true, kind: 'ServerlessEventAppClaim' },
    { name: 'serverlesseventappclaims/status' },
  ])
})

test('an object keeps unknown fields, and the server sets its metadata', async () => {
  const created = await call('POST', claims, claim)
  expect(created.status).toBe(201)
  expect(created.body).toMatchObject({
    spec: claim.spec,
    metadata: { generation: 1, creationTimestamp: expect.stringMatching(/^2026-01-01T00:00:\d\dZ$/) },
  })
  const read = await call('GET', `${claims}/wall`)
  expect(read.body).toEqual(created.body)
  const inOtherVersion = await call('GET', `${claims.replace('v1alpha1', 'v1beta1')}/wall`)
  expect(inOtherVersion.body).toEqual({ ...read.body, apiVersion: 'messagewall.demo/v1beta1' })
})

test('generation counts changes of the spec, not of labels or status, and nothing counts where nothing changed', async () => {
  await call('POST', claims, claim)
  const merge = 'application/merge-patch+json'
  await call('PATCH', `${claims}/wall`, { metadata: { labels: { a: 'b' } } }, merge)
  await call('PATCH', `${claims}/wall/status`, { status: { ready: true }, spec: { memory: 1 } }, merge)
  const before = await call('PATCH', `${claims}/wall`, { status: { ready: false } }, merge)
  expect(before.body).toMatchObject({
    metadata: { generation: 1 },
    status: { ready: true },
    spec: { memory: 128 },
  })
  const changed = await call('PATCH', `${claims}/wall`, { spec: { memory: 256 } }, merge)
  expect(changed.body).toMatchObject({ metadata: { generation: 2 } })
  const same = await call('PATCH', `${claims}/wall`, { spec: { memory: 256 } }, merge)
  expect(same.body).toEqual(changed.body)
})

test('a write from an outdated read is refused with the words of the server', async () => {
  const { body } = await call('POST', maps, configMap('settings', { a: '1' }))
  emulator.edit({ kind: 'ConfigMap', namespace: 'default', name: 'settings' }, { data: { a: '2' } })
  const outdated = await call('PUT', `${maps}/settings`, { ...body, data: { a: '3' } })
  expect(outdated.status).toBe(409)
  expect(outdated.body).toMatchObject({
    kind: 'Status',
    reason: 'Conflict',
    message:
      'Operation cannot be fulfilled on configmaps "settings": the object has been modified; please apply your changes to the latest version and try again',
    details: { name: 'settings', kind: 'configmaps' },
  })
  const unconditional = await call('PUT', `${maps}/settings`, configMap('settings', { a: '3' }))
  expect(unconditional.body).toMatchObject({ data: { a: '3' } })
})

test('refusals are Status objects', async () => {
  await call('POST', maps, configMap('settings'))
  const answers = [
    await call('GET', `${maps}/nothing`),
    await call('POST', maps, configMap('settings')),
    await call('POST', '/api/v1/namespaces/nowhere/configmaps', configMap('settings')),
    await call('POST', maps, configMap('Not_A_Name')),
    await call('POST', maps, { ...configMap('other'), apiVersion: 'v2' }),
    await call('POST', maps, 'k8s\u0000...', 'application/vnd.kubernetes.protobuf'),
    await call('PATCH', `${claims}/wall`, {}, 'application/strategic-merge-patch+json'),
    await call('GET', '/apis/messagewall.demo/v1alpha1/things'),
    await call('PUT', claims, claim),
  ]
  expect(answers.map(({ status, body }) => [status, body['code'], body['reason'], body['message']])).toEqual([
    [404, 404, 'NotFound', 'configmaps "nothing" not found'],
    [409, 409, 'AlreadyExists', 'configmaps "settings" already exists'],
    [404, 404, 'NotFound', 'namespaces "nowhere" not found'],
    [
      422,
      422,
      'Invalid',
      expect.stringMatching(/^ConfigMap "Not_A_Name" is invalid: metadata.name: Invalid value/),
    ],
    [400, 400, 'BadRequest', 'the API version in the data (v2) does not match the expected API version (v1)'],
    [
      415,
      415,
      'UnsupportedMediaType',
      expect.stringContaining('accepted media types include: application/json'),
    ],
    [415, 415, 'UnsupportedMediaType', expect.stringContaining('application/apply-patch+yaml')],
    [404, 404, 'NotFound', 'the server could not find the requested resource'],
    [405, 405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  ])
})

test('a group that nobody serves is told in plain text, as a path that means nothing', async () => {
  const response = await fetch(`${server.url}/apis/nothing.example/v1/things`)
  expect([response.status, await response.text()]).toEqual([404, '404 page not found\n'])
})

test('a replacement is checked before it is looked for', async () => {
  const { status, body } = await call('PUT', `${maps}/other`, configMap('settings'))
  const message = 'the name of the object (settings) does not match the name on the URL (other)'
  expect([status, body['message']]).toEqual([400, message])
})

test('an apply that changes nothing but the owner has no time', async () => {
  await call('POST', maps, configMap('settings', { a: '1' }))
  const path = `${maps}/settings?fieldManager=deployer`
  const wanted = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' } }
  const { body } = await call('PATCH', path, wanted, 'application/apply-patch+yaml')
  const [applier] = Array.from(Object(Object(body['metadata'])['managedFields']))
  expect(applier).toMatchObject({ manager: 'deployer', operation: 'Apply' })
  expect(applier).not.toHaveProperty('time')
})

test('a dry run answers what would be, and stores nothing', async () => {
  const created = await call('POST', `${maps}?dryRun=All`, configMap('settings'))
  expect(created.status).toBe(201)
  expect((await call('GET', `${maps}/settings`)).status).toBe(404)
  expect((await call('POST', `${maps}?dryRun=Some`, configMap('settings'))).status).toBe(422)
})

test('the deletion of an object with a finalizer waits for it to go', async () => {
  await call('POST', claims, { ...claim, metadata: { name: 'wall', finalizers: ['demo/hold'] } })
  const marked = await call('DELETE', `${claims}/wall`)
  expect(marked.body).toMatchObject({ kind: claim.kind, metadata: { deletionTimestamp: expect.any(String) } })
  expect((await call('GET', `${claims}/wall`)).status).toBe(200)
  await call('PATCH', `${claims}/wall`, { metadata: { finalizers: null } }, 'application/merge-patch+json')
  expect((await call('GET', `${claims}/wall`)).status).toBe(404)
})

test('a namespace goes with its content, a definition with its instances and its kind', async () => {
  await call('POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team' },
  })
  await call('POST', '/api/v1/namespaces/team/configmaps', configMap('settings'))
  await call('DELETE', '/api/v1/namespaces/team')
  expect((await call('GET', '/api/v1/namespaces/team')).status).toBe(404)
  expect(emulator.objects().filter((object) => object['kind'] === 'ConfigMap')).toEqual([])
  await call('POST', claims, claim)
  await call(
    'DELETE',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/serverlesseventappclaims.messagewall.demo',
  )
  expect(emulator.objects().filter((object) => object['kind'] === claim.kind)).toEqual([])
  expect((await call('GET', claims)).status).toBe(404)
})

test('a Secret keeps its values encoded only', async () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'key' },
    stringData: { password: 'open' },
  }
  const { body } = await call('POST', '/api/v1/namespaces/default/secrets', secret)
  expect(body).toMatchObject({ type: 'Opaque', data: { password: 'b3Blbg==' } })
  expect(body['stringData']).toBeUndefined()
})

test('owners are recorded by field manager, which defaults to the first word of the User-Agent', async () => {
  await send(server.url, 'POST', maps, {
    body: configMap('settings', { a: '1' }),
    headers: { 'user-agent': 'tool/1.0 (x)' },
  })
  emulator.edit({ kind: 'ConfigMap', namespace: 'default', name: 'settings' }, { data: { b: '2' } })
  const settings = emulator.object({ kind: 'ConfigMap', namespace: 'default', name: 'settings' })
  expect(settings?.['metadata']).toMatchObject({
    managedFields: [
      {
        manager: 'tool',
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } },
      },
      { manager: 'kubectl-edit', operation: 'Update', fieldsV1: { 'f:data': { 'f:b': {} } } },
    ],
  })
})

test('the objects of a directory are there again after a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tideway-emulator-'))
  try {
    const first = createKubernetesEmulator({ directory })
    first.create([configMap('settings', { a: '1' }), configMap('other')])
    first.remove({ kind: 'ConfigMap', namespace: 'default', name: 'other' })
    const second = createKubernetesEmulator({ directory })
    expect(second.objects()).toEqual(first.objects())
    second.create([configMap('third')])
    const uids = second.objects().map((object) => JSON.stringify(object).match(/"uid":"[^"]+"/)?.[0])
    expect(new Set(uids).size).toBe(uids.length)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('admission fills defaults in, which an applier does not come to own', async () => {
  const withDefaults = createKubernetesEmulator({
    admit: (object) => (object['kind'] === 'ConfigMap' ? { immutable: false, ...object } : object),
  })
  const request = new Request('http://127.0.0.1/api/v1/namespaces/default/configmaps/a?fieldManager=sdk', {
    method: 'PATCH',
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } }),
  })
  const body = JSON.parse(await (await withDefaults.handle(request)).text())
  expect(body).toMatchObject({ immutable: false, metadata: { managedFields: [{ manager: 'sdk' }] } })
  expect(JSON.stringify(body.metadata.managedFields)).not.toContain('immutable')
})

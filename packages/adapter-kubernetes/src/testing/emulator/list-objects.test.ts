import { afterEach, beforeEach, expect, test } from 'vitest'
import { isJsonList, type JsonObject, objectAt, textAt } from './json.ts'
import { createKubernetesEmulator, type KubernetesEmulator } from './kubernetes-emulator.ts'
import { readMetadata } from './object-metadata.ts'
import { type LoopbackServer, serve } from './serve.ts'
import { type Answer, send } from './test-client.ts'

const configMap = (name: string, labels: JsonObject, namespace = 'default'): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, labels },
})

let emulator: KubernetesEmulator
let server: LoopbackServer

beforeEach(async () => {
  emulator = createKubernetesEmulator({
    objects: [
      configMap('a', { tier: 'web', env: 'dev' }),
      configMap('b', { tier: 'web', env: 'prod' }),
      configMap('c', { tier: 'db' }),
      configMap('a', { env: 'dev' }, 'kube-system'),
    ],
  })
  server = await serve(emulator.handle)
})
afterEach(() => server.close())

const get = (path: string): Promise<Answer> => send(server.url, 'GET', path)
const namesIn = ({ body }: Answer): readonly string[] => {
  const items = body['items']
  return (isJsonList(items) ? items : []).map((item) => {
    const { namespace, name } = readMetadata(Object(item))
    return `${namespace}/${name}`
  })
}

test.each([
  ['labelSelector=tier=web', ['default/a', 'default/b']],
  ['labelSelector=tier!=web', ['default/c', 'kube-system/a']],
  ['labelSelector=tier in (web, db),env', ['default/a', 'default/b']],
  ['labelSelector=env notin (prod)', ['default/a', 'default/c', 'kube-system/a']],
  ['labelSelector=!env', ['default/c']],
  ['fieldSelector=metadata.name=a', ['default/a', 'kube-system/a']],
  ['fieldSelector=metadata.name!=a,metadata.namespace=default', ['default/b', 'default/c']],
])('%s selects %j', async (query, names) => {
  expect(namesIn(await get(`/api/v1/configmaps?${encodeURI(query)}`))).toEqual(names)
})

test('a selector that cannot be read, or of an unknown field, is refused', async () => {
  expect((await get('/api/v1/configmaps?labelSelector=a%20b')).body).toMatchObject({
    code: 400,
    reason: 'BadRequest',
  })
  expect((await get('/api/v1/configmaps?fieldSelector=spec.x=y')).body['message']).toBe(
    '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
  )
})

test('pages are one list at the revision of the first, whatever is written in between', async () => {
  const first = await get('/api/v1/configmaps?limit=2')
  expect(first.body).toMatchObject({ kind: 'ConfigMapList', metadata: { remainingItemCount: 2 } })
  emulator.remove({ kind: 'ConfigMap', namespace: 'default', name: 'c' })
  emulator.create([configMap('d', {})])
  const token = textAt(objectAt(first.body, 'metadata'), 'continue')
  const second = await get(`/api/v1/configmaps?limit=2&continue=${token}`)
  expect([...namesIn(first), ...namesIn(second)]).toEqual([
    'default/a',
    'default/b',
    'default/c',
    'kube-system/a',
  ])
  expect(objectAt(second.body, 'metadata')).toEqual({
    resourceVersion: objectAt(first.body, 'metadata')['resourceVersion'],
  })
})

test('an expired token is a 410 that offers to go on inconsistently', async () => {
  const first = await get('/api/v1/configmaps?limit=3')
  emulator.compact()
  const late = await get(
    `/api/v1/configmaps?continue=${textAt(objectAt(first.body, 'metadata'), 'continue')}`,
  )
  expect(late.body).toMatchObject({ kind: 'Status', code: 410, reason: 'Expired' })
  const rest = await get(`/api/v1/configmaps?continue=${textAt(objectAt(late.body, 'metadata'), 'continue')}`)
  expect(namesIn(rest)).toEqual(['kube-system/a'])
})

test('the items of a built-in list do not repeat the type', async () => {
  const { body } = await get('/api/v1/namespaces/kube-system/configmaps')
  expect(JSON.stringify(body['items'])).not.toContain('apiVersion":"v1","kind"')
})

test('a resourceVersion that was not reached yet is refused', async () => {
  const { body } = await get('/api/v1/configmaps?resourceVersion=9999')
  expect(body).toMatchObject({ code: 504, reason: 'Timeout' })
})

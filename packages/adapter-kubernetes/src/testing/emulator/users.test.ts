import { expect, test } from 'vitest'
import type { JsonObject } from './json.ts'
import { createKubernetesEmulator } from './kubernetes-emulator.ts'

const emulator = createKubernetesEmulator({
  users: [
    { name: 'admin', token: 'admin-token' },
    {
      name: 'reader',
      token: 'reader-token',
      deny: [
        { verbs: ['patch', 'create', 'update', 'delete'], resources: ['*'] },
        { verbs: ['*'], resources: ['secrets'], namespaces: ['default'] },
      ],
    },
    {
      name: 'no-creator',
      token: 'no-creator-token',
      deny: [{ verbs: ['create'], resources: ['configmaps'] }],
    },
  ],
})

async function get(path: string, token?: string, init: RequestInit = {}): Promise<JsonObject> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const response = await emulator.handle(new Request(`http://127.0.0.1${path}`, { ...init, headers }))
  return JSON.parse(await response.text())
}

test('an unknown token is a 401, no token is the anonymous user', async () => {
  expect(await get('/api/v1/configmaps', 'other')).toMatchObject({ code: 401, reason: 'Unauthorized' })
  expect(await get('/api/v1/configmaps')).toMatchObject({
    code: 403,
    message:
      'configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" at the cluster scope',
  })
  expect(await get('/apis')).toMatchObject({ code: 403, reason: 'Forbidden' })
})

test('what is denied is a 403 in the words of the server', async () => {
  expect(await get('/api/v1/namespaces/default/secrets/key', 'reader-token')).toMatchObject({
    kind: 'Status',
    code: 403,
    reason: 'Forbidden',
    message:
      'secrets "key" is forbidden: User "reader" cannot get resource "secrets" in API group "" in the namespace "default"',
    details: { name: 'key', kind: 'secrets' },
  })
  expect(await get('/api/v1/namespaces/kube-system/secrets', 'reader-token')).toMatchObject({
    kind: 'SecretList',
  })
  expect(await get('/api/v1/configmaps', 'reader-token')).toMatchObject({ kind: 'ConfigMapList' })
})

test('an apply that would create needs the right to create', async () => {
  const init = {
    method: 'PATCH',
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} }),
  }
  const path = '/api/v1/namespaces/default/configmaps/a?fieldManager=sdk'
  expect(await get(path, 'no-creator-token', init)).toMatchObject({ code: 403 })
  expect(await get(path, 'admin-token', init)).toMatchObject({ kind: 'ConfigMap' })
  expect(await get(path, 'no-creator-token', init)).toMatchObject({ kind: 'ConfigMap' })
})

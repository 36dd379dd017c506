import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fault } from './faults.ts'
import { createKubernetesEmulator, type KubernetesEmulator } from './kubernetes-emulator.ts'
import { type LoopbackServer, serve } from './serve.ts'
import { send } from './test-client.ts'

const path = '/api/v1/namespaces/default/configmaps'
const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }
const reference = { kind: 'ConfigMap', namespace: 'default', name: 'a' }

let emulator: KubernetesEmulator
let server: LoopbackServer

beforeEach(async () => {
  emulator = createKubernetesEmulator()
  server = await serve(emulator.handle)
})
afterEach(() => server.close())

const create = () => send(server.url, 'POST', path, { body })
const onPost: Pick<Fault, 'match' | 'times'> = { match: ({ method }) => method === 'POST', times: 1 }

test('a connection that is cut before: no answer and no effect', async () => {
  emulator.faults.push({ ...onPost, fault: 'cut-before' })
  await expect(create()).rejects.toThrow()
  expect(emulator.object(reference)).toBeUndefined()
  expect((await create()).status).toBe(201)
  expect(emulator.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
    'POST cut',
    'POST 201',
  ])
})

test('a connection that is cut after: no answer, and it has its effect', async () => {
  emulator.faults.push({ ...onPost, fault: 'cut-after' })
  await expect(create()).rejects.toThrow()
  expect(emulator.object(reference)).toMatchObject(body)
})

test('an answer that is cut within fails while it is read', async () => {
  emulator.faults.push({ fault: 'truncate', bytes: 10 })
  const response = await fetch(server.url + path)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
})

test('a status and an HTML page come in place of the answer', async () => {
  emulator.faults.push({
    fault: 'status',
    status: 429,
    reason: 'TooManyRequests',
    retryAfterSeconds: 1,
    times: 1,
  })
  const refused = await fetch(server.url + path)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  emulator.faults.push({ fault: 'html' })
  const page = await fetch(server.url + path)
  expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html'])
})

test('a fault that skips strikes at the request after', async () => {
  emulator.faults.push({ fault: 'status', status: 500, skip: 1, times: 1 })
  const statuses = [await create(), await create(), await create()].map(({ status }) => status)
  expect(statuses).toEqual([201, 500, 409])
})

import { setTimeout as wait } from 'node:timers/promises'
import { createKubernetesEmulator } from '@tideway/adapter-kubernetes/testing'
import { getField, type JsonObject } from '@tideway/core'
import { afterAll, expect, inject, it } from 'vitest'
import { connectHandle, type Handle } from './connect-handle.ts'
import { defineKinds } from './define-kinds.ts'
import { createJsonClient } from './json-client.ts'
import { wallDefinition } from './wall-log.ts'

const { handle, close } = connectHandle(inject('apiServer'))
afterAll(close)

const namespace = 'watched'
const maps = `/api/v1/namespaces/${namespace}/configmaps`
const emulator = createKubernetesEmulator()
const sides: readonly (readonly [name: string, handle: Handle])[] = [
  ['the server', handle],
  ['the emulator', emulator.handle],
]

it.each(sides)('%s streams what happened since a list, in order', async (_, on) => {
  const send = createJsonClient(on)
  await send('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } })
  const since = await revisionOf(on)
  await send('POST', maps, { body: { metadata: { name: 'a' }, data: { x: '1' } } })
  const patch = { body: { data: { x: '2' } }, type: 'application/merge-patch+json' }
  await send('PATCH', `${maps}/a`, patch)
  await send('DELETE', `${maps}/a`)
  const events = await watch(on, since, maps)
  expect(events.map(({ type, object }) => [type, getField(object, ['data', 'x'])])).toEqual([
    ['ADDED', '1'],
    ['MODIFIED', '2'],
    ['DELETED', '2'],
  ])
})

it.each(sides)('%s says that a revision is too old to go on from', async (_, on) => {
  const send = createJsonClient(on)
  // The server's memory of a kind begins when the kind is defined.
  await defineKinds(send, [wallDefinition])
  emulator.compact()
  const [event] = await watch(on, '1', '/apis/replay.example/v1/walls')
  expect(event).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })
  expect(getField(event?.object ?? {}, ['message'])).toMatch(/^too old resource version: 1 \(\d+\)$/)
})

async function revisionOf(on: Handle): Promise<string> {
  const { body } = await createJsonClient(on)('GET', maps)
  return String(getField(body, ['metadata', 'resourceVersion']))
}

interface WatchEvent {
  readonly type: string
  readonly object: JsonObject
}

async function watch(on: Handle, since: string, collection: string): Promise<readonly WatchEvent[]> {
  const path = `${collection}?watch=true&timeoutSeconds=1&resourceVersion=${since}`
  const ask = () => on(new Request(`https://127.0.0.1${path}`))
  let response = await ask()
  // The server has just defined the kind, and asks to wait a second.
  for (let tries = 0; response.status === 429 && tries < 20; tries += 1) {
    await response.body?.cancel()
    await wait(500)
    response = await ask()
  }
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line))
}

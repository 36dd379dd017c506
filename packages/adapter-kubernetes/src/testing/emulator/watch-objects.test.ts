import { afterEach, beforeEach, expect, test } from 'vitest'
import { objectAt, textAt } from './json.ts'
import { createKubernetesEmulator, type KubernetesEmulator } from './kubernetes-emulator.ts'
import { readMetadata } from './object-metadata.ts'
import { type LoopbackServer, serve } from './serve.ts'
import { send } from './test-client.ts'

const configMap = (name: string, tier: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels: { tier } },
})
const reference = (name: string) => ({ kind: 'ConfigMap', namespace: 'default', name })

let emulator: KubernetesEmulator
let server: LoopbackServer

beforeEach(async () => {
  emulator = createKubernetesEmulator({ objects: [configMap('a', 'web')] })
  server = await serve(emulator.handle)
})
afterEach(() => server.close())

async function revision(): Promise<string> {
  const list = await send(server.url, 'GET', '/api/v1/configmaps')
  return textAt(objectAt(list.body, 'metadata'), 'resourceVersion') ?? ''
}

// Reads a watch to its end: the type and name of every event.
async function watch(query: string, act: () => void = () => {}): Promise<readonly string[]> {
  const response = await fetch(`${server.url}/api/v1/configmaps?watch=true&${query}`)
  act()
  const lines = (await response.text()).trim().split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const { type, object } = JSON.parse(line)
      return `${type} ${readMetadata(object).name ?? object.reason ?? ''}`.trim()
    })
}

test('a watch reports what happened since a revision and what happens next', async () => {
  const from = await revision()
  emulator.create([configMap('b', 'web')])
  const seen = await watch(`resourceVersion=${from}`, () => {
    emulator.edit(reference('b'), { data: { k: 'v' } })
    emulator.remove(reference('a'))
    emulator.endWatches()
  })
  expect(seen).toEqual(['ADDED b', 'MODIFIED b', 'DELETED a'])
})

test('a watch without a revision begins with what is there', async () => {
  expect(await watch('', () => emulator.endWatches())).toEqual(['ADDED a'])
})

test('an object that leaves the selection is deleted for this watch, one that enters is added', async () => {
  const from = await revision()
  const seen = await watch(`resourceVersion=${from}&labelSelector=tier=web`, () => {
    emulator.edit(reference('a'), { metadata: { labels: { tier: 'db' } } })
    emulator.edit(reference('a'), { data: { k: 'v' } })
    emulator.edit(reference('a'), { metadata: { labels: { tier: 'web' } } })
    emulator.endWatches()
  })
  expect(seen).toEqual(['DELETED a', 'ADDED a'])
})

test('a watch from a compacted revision gets an ERROR event with 410', async () => {
  const from = await revision()
  emulator.compact()
  expect(await watch(`resourceVersion=${from}`)).toEqual(['ERROR Expired'])
})

test('a watch ends after its time with a bookmark, where one was allowed', async () => {
  const from = await revision()
  expect(await watch(`resourceVersion=${from}&timeoutSeconds=1&allowWatchBookmarks=true`)).toEqual([
    'BOOKMARK',
  ])
})

test('initial events in the stream are refused as by a server without WatchList', async () => {
  const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan'
  const { body } = await send(server.url, 'GET', `/api/v1/configmaps?${query}`)
  expect(body).toMatchObject({ code: 422, reason: 'Invalid' })
})

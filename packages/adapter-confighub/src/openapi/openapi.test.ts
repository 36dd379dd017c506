import type { Call } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConfigHub } from '../create-config-hub.ts'
import { collect, readOne, worker, writeOne } from '../start-test-endpoint.ts'
import { create, description, update } from '../test-writes.ts'
import { createConfigHubEmulator } from '../testing/emulator/create-confighub-emulator.ts'
import { serve } from '../testing/emulator/serve.ts'
import { describedGeneration, watchExchanges } from './watch-exchanges.ts'

const space = 'GET /space'
const unit = '/space/{space_id}/unit'
const one = `${unit}/{unit_id}`
const common = [
  space,
  'GET /info',
  'GET /me',
  `GET ${unit}`,
  `POST ${unit}`,
  `GET ${one}`,
  `PATCH ${one}`,
  `DELETE ${one}`,
  `GET ${one}/revision`,
  `GET ${one}/revision/{revision_id}/data`,
  'GET /space/{space_id}/change_set',
  'POST /space/{space_id}/change_set',
]
const used = {
  bytes: [...common, 'GET /unit_data', `GET ${one}/data`, `PUT ${one}/data`],
  document: [...common, `PUT ${one}`, `GET ${one}/unit_event`],
}

/** Does everything that the adapter can do, once. */
async function exercise(url: string, apply: () => void, call: Call): Promise<void> {
  const endpoint = await createConfigHub({
    url,
    space: 'prod',
    credentials: { kind: 'worker', id: worker.id, secret: worker.secret },
    labels: { team: 'wall' },
    changeSets: true,
  }).connect(call)
  const { source, sink, history, delivery } = endpoint
  if (!source || !sink || !history || !delivery) throw new Error('ConfigHub has all abilities')
  for (const name of ['web', 'db']) await writeOne(sink, create(`name: ${name}\n`, name), call)
  await collect(source.list({}, call))
  const read = await readOne(source, 'web', call)
  await collect(source.read([{ unit: 'web' }, { unit: 'db' }], call))
  if (read.kind !== 'unit') throw new Error(`unexpected ${read.kind}`)
  const { ref } = read.head
  const { revision = '' } = await writeOne(sink, update(read.head.revision, 'a: 2\n'), call)
  const now = { key: 'web', ref, expected: revision }
  await writeOne(sink, { ...now, kind: 'annotate', annotations: { 'tideway.dev/a': 'b' } }, call)
  const revisions = await collect(history.revisions(ref, call))
  expect(await history.contentAt(ref, revisions[0]?.revision ?? '', call)).toBe('a: 2\n')
  apply()
  await collect(delivery.look([{ ref, revision }], call))
  const withdrawn = await writeOne(sink, { ...now, kind: 'withdraw', description }, call)
  await writeOne(sink, { ...now, kind: 'purge', expected: withdrawn.revision ?? '' }, call)
  await endpoint.close()
}

// Every other test of this package is checked too where a document is named; this one shows that something is.
describe('the published OpenAPI document', () => {
  it.skipIf(describedGeneration === undefined)(
    'describes every request that the adapter sends, and every answer of the emulator (CONFIGHUB_OPENAPI)',
    async () => {
      const generation = describedGeneration ?? 'bytes'
      const emulator = createConfigHubEmulator({
        workers: [worker],
        generation,
        targetNewUnits: true,
        bridge: () => 'away',
      })
      emulator.addSpace('prod')
      const { handle, checks, assertDescribed } = watchExchanges(emulator, generation)
      const { url, close } = await serve(handle)
      onTestFinished(close)
      await exercise(url, () => emulator.apply('prod', 'web'), createTestCall())
      assertDescribed()
      const operations = new Set(checks.map(({ operation }) => operation))
      expect([...operations].toSorted()).toEqual(used[generation].toSorted())
    },
  )
})

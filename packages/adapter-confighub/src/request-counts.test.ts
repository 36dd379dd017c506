import { readFileSync } from 'node:fs'
import type { UnitWrite } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { expect, it } from 'vitest'
import { collect, readOne, type TestEndpoint, writeOne } from './start-test-endpoint.ts'
import { create, description, startWithUnit, update } from './test-writes.ts'

const document = new URL('../../../docs/confighub.md', import.meta.url)
const call = createTestCall()
const ref = { unit: 'web' }

// What the table of docs/confighub.md tells of, in its words.
const actions: Readonly<Record<string, (at: TestEndpoint, head: string) => Promise<unknown>>> = {
  'read one unit': ({ source }) => readOne(source, 'web'),
  'read up to 200 units': ({ source }) => collect(source.read([ref, { unit: 'db' }], call)),
  'update a unit': ({ sink }, head) => written(sink, update(head, 'a: 2\n')),
  'create a unit': ({ sink }) => written(sink, create('b: 1\n', 'new')),
  'withdraw a unit': ({ sink }, expected) =>
    written(sink, { kind: 'withdraw', key: 'k', ref, expected, description }),
  'annotate a unit': ({ sink }, expected) =>
    written(sink, { kind: 'annotate', key: 'k', ref, expected, annotations: { a: 'b' } }),
  'remove a unit’s record': ({ sink }, expected) => written(sink, { kind: 'purge', key: 'k', ref, expected }),
  'update a unit within a ChangeSet': async ({ connect, emulator, source, requestsSince }, expected) => {
    const { sink } = await connect({ changeSets: true })
    emulator.addUnit({ space: 'prod', slug: 'first', text: 'a: 1\n' })
    const first = await readOne(source, 'first')
    // The first write of a run opens its ChangeSet, and looks for stale ones.
    await written(sink, update(first.kind === 'unit' ? first.head.revision : '', 'a: 2\n', 'first'))
    requestsSince()
    return written(sink, update(expected, 'a: 2\n'))
  },
  'tell the newest revisions of a unit': async ({ history }) => {
    for await (const _ of history.revisions(ref, call)) break
  },
  'look how far up to 200 units have come': ({ delivery }, revision) =>
    collect(delivery.look([{ ref, revision }], call)),
}

async function written(sink: TestEndpoint['sink'], write: UnitWrite): Promise<void> {
  expect(await writeOne(sink, write, call)).toMatchObject({ kind: 'written' })
}

async function count(generation: 'bytes' | 'document', action: string): Promise<number> {
  const started = await startWithUnit('a: 1\n', {}, { generation })
  started.emulator.addUnit({ space: 'prod', slug: 'db', text: 'b: 1\n' })
  started.requestsSince()
  await actions[action]?.(started, `${started.stored()?.revisions.length}`)
  return started.requestsSince().length
}

it('are those that the documentation states', async () => {
  const rows = [...readFileSync(document, 'utf8').matchAll(/^\| ([^|]+) \| (\d+) \| (\d+) \|$/gm)]
  const stated = rows.map(([, action = '', bytes, older]) => [action, Number(bytes), Number(older)])
  const counted = await Promise.all(
    Object.keys(actions).map(async (action) => [
      action,
      await count('bytes', action),
      await count('document', action),
    ]),
  )
  expect(counted).toEqual(stated)
})

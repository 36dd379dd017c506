import type { UnitRef } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { startTestEndpoint, writeOne } from './start-test-endpoint.ts'
import { update } from './test-writes.ts'

const count = 10_000
const call = createTestCall()

async function startWithMany(generation: 'bytes' | 'document') {
  const started = await startTestEndpoint({}, { generation })
  for (let index = 0; index < count; index += 1) {
    started.emulator.addUnit({ space: 'prod', slug: `unit-${index}`, text: `a: ${index}\n` })
  }
  const refs: UnitRef[] = []
  started.requestsSince()
  for await (const item of started.source.list({}, call)) if (item.kind === 'unit') refs.push(item.head.ref)
  return { ...started, refs, listing: started.requestsSince().length }
}

// k, the requests per changed unit: a look and the write; on an older server also the head's id and the record.
const generations = [
  { generation: 'bytes', pages: 10, perChunk: 2, perChange: 2, revision: '2' },
  { generation: 'document', pages: 1, perChunk: 1, perChange: 4, revision: '1' },
] as const

describe('10,000 units', () => {
  it.each(generations)(
    'costs listing pages, and at most k requests per changed unit ($generation)',
    async ({ generation, pages, perChunk, perChange, revision }) => {
      const { source, sink, refs, listing, requestsSince, emulator } = await startWithMany(generation)
      expect([refs.length, listing]).toEqual([count, pages])

      // Texts are read some hundred units ahead of whoever consumes them, however many there are.
      const stream = source.read(refs, call)[Symbol.asyncIterator]()
      await stream.next()
      const ahead = emulator.requests.length
      expect(requestsSince().length).toBeLessThanOrEqual(5 * perChunk)
      let read = 1
      while (!(await stream.next()).done) read += 1
      expect(read).toBe(count)
      const chunks = count / 200
      expect(emulator.requests.length - ahead).toBeLessThanOrEqual(chunks * perChunk)

      requestsSince()
      const changed = refs.slice(0, 20)
      for (const { unit } of changed) {
        expect((await writeOne(sink, update(revision, 'a: x\n', unit), call)).kind).toBe('written')
      }
      expect(requestsSince().length).toBeLessThanOrEqual(changed.length * perChange)
    },
  )
})

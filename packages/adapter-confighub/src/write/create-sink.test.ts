import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, readOne, startTestEndpoint, worker, writeOne } from '../start-test-endpoint.ts'
import { create, startWithUnit, update } from '../test-writes.ts'
import type { Fault } from '../testing/emulator/faults.ts'

const call = createTestCall()

describe('failures', () => {
  it.each([
    ['cut before it arrives', { kind: 'cut-before' }, 'unknown', 'a: 1\n'],
    ['cut after it took effect', { kind: 'cut-after' }, 'unknown', 'a: 2\n'],
    ['answered by half', { kind: 'truncate' }, 'unknown', 'a: 2\n'],
    ['answered 500 after it took effect', { kind: 'status', status: 500, after: true }, 'unknown', 'a: 2\n'],
    ['answered by a proxy’s page', { kind: 'html' }, 'unknown', 'a: 1\n'],
    ['answered 503', { kind: 'status', status: 503 }, 'unknown', 'a: 1\n'],
    ['answered 403', { kind: 'status', status: 403 }, 'refused', 'a: 1\n'],
    ['answered 422', { kind: 'status', status: 422 }, 'refused', 'a: 1\n'],
  ] satisfies [string, Fault, string, string][])('a write that is %s', async (_, fault, kind, text) => {
    const { emulator, sink, stored } = await startWithUnit()
    emulator.faults.push({ match: ({ method }) => method === 'PUT', nth: 1, fault })
    const outcome = await writeOne(sink, update('2', 'a: 2\n'))
    expect(outcome).toMatchObject({ kind, error: { endpoint: 'confighub:prod' } })
    expect(stored()?.text).toBe(text)
    expect(emulator.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  it('a creation that is cut in the middle can be repeated', async () => {
    const { emulator, sink } = await startTestEndpoint()
    emulator.faults.push({ match: ({ method }) => method === 'PUT', nth: 1, fault: { kind: 'cut-before' } })
    expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'unknown' })
    expect(emulator.read('prod', 'web')?.text).toBe('')
    expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written', revision: '2' })
  })

  it('ends the run: the rest is not tried', async () => {
    const { emulator, sink } = await startWithUnit()
    emulator.addUnit({ space: 'prod', slug: 'api', text: 'b: 1\n' })
    emulator.faults.push({ match: ({ method }) => method === 'PUT', fault: { kind: 'cut-before' } })
    const writes = [update('9', ''), update('2', 'a: 2\n'), update('2', 'b: 2\n', 'api')]
    const outcomes = await collect(sink.write(writes, call))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['lost-race', 'unknown', 'not-tried'])
    expect(emulator.read('prod', 'api')?.text).toBe('b: 1\n')
  })

  it('does not try what was cancelled before, and does not know what was cancelled midway', async () => {
    const { emulator, sink } = await startWithUnit()
    const cancelled = createTestCall({ signal: AbortSignal.abort() })
    expect(await writeOne(sink, update('2', 'a: 2\n'), cancelled)).toMatchObject({ kind: 'not-tried' })
    const controller = new AbortController()
    emulator.faults.push({
      match({ method }) {
        const isWrite = method === 'PUT'
        // Once the write has arrived, however slow the machine is.
        if (isWrite) setTimeout(() => controller.abort(), 10)
        return isWrite
      },
      fault: { kind: 'latency', milliseconds: 5000 },
    })
    const aborted = createTestCall({ signal: controller.signal })
    const outcomes = await collect(sink.write([update('2', 'a: 2\n'), update('2', 'a: 3\n')], aborted))
    expect(outcomes).toMatchObject([
      { kind: 'unknown', error: { kind: 'aborted' } },
      { kind: 'not-tried', error: { kind: 'aborted' } },
    ])
  })

  it('does not know what became of a write that timed out', async () => {
    const { emulator, sink } = await startWithUnit('a: 1\n', { timeoutMs: 200 })
    emulator.faults.push({
      match: ({ method }) => method === 'PUT',
      fault: { kind: 'latency', milliseconds: 2000 },
    })
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({
      kind: 'unknown',
      error: { kind: 'unavailable', message: expect.stringContaining('within 200 ms') },
    })
  })

  it('refuses everything in a run that may only read', async () => {
    const { sink, requestsSince } = await startWithUnit()
    const outcomes = await collect(
      sink.write([update('2', 'a: 2\n'), create('b: 1\n', 'api')], createTestCall({ readOnly: true })),
    )
    expect(outcomes).toMatchObject([
      { kind: 'refused', error: { kind: 'forbidden' } },
      { kind: 'refused', error: { kind: 'forbidden' } },
    ])
    expect(requestsSince()).toEqual([])
  })

  it('is refused where the worker may only view, and says what is lacking', async () => {
    const { sink } = await startWithUnit('a: 1\n', {}, { workers: [{ ...worker, access: 'view' }] })
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({
      kind: 'refused',
      error: {
        kind: 'forbidden',
        message: expect.stringMatching(/Edit permission/),
        requestId: expect.any(String),
      },
    })
  })

  it('does not repeat what a refusal quotes of a Secret', async () => {
    const { emulator, sink } = await startWithUnit()
    const body = JSON.stringify({ Code: '422', Message: 'cannot parse: hunter2' })
    emulator.faults.push({
      match: ({ method }) => method === 'PUT',
      fault: { kind: 'status', status: 422, body },
    })
    const outcome = await writeOne(sink, update('2', 'kind: Secret\ndata: hunter2\n'))
    expect(outcome).toMatchObject({ kind: 'refused' })
    expect(String(outcome.error)).not.toContain('hunter2')
    const plain = await writeOne(sink, update('2', 'kind: ConfigMap\n'))
    expect(String(plain.error)).toContain('cannot parse')
  })
})

describe('two writers', () => {
  it('lose no update in 100 rounds', async () => {
    const { sink, source, connect, emulator } = await startWithUnit('count: 0\n')
    const other = await connect()
    const increment = async (from: typeof source, into: typeof sink): Promise<number> => {
      const read = await readOne(from, 'web')
      if (read.kind !== 'unit') throw new Error(`unexpected ${read.kind}`)
      const count = Number(/\d+/.exec(read.text)?.[0])
      const outcome = await writeOne(into, {
        ...update(read.head.revision, `count: ${count + 1}\n`),
        ref: read.head.ref,
      })
      expect(['written', 'lost-race']).toContain(outcome.kind)
      return outcome.kind === 'written' ? 1 : 0
    }
    let written = 0
    let lost = 0
    for (let round = 0; round < 100; round += 1) {
      const results = await Promise.all([increment(source, sink), increment(other.source, other.sink)])
      for (const result of results) {
        written += result
        lost += 1 - result
      }
    }
    expect(emulator.read('prod', 'web')?.text).toBe(`count: ${written}\n`)
    expect(written).toBeGreaterThanOrEqual(100)
    expect(lost).toBeGreaterThan(0)
  })
})

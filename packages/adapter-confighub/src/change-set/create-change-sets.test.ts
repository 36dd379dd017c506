import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, writeOne } from '../start-test-endpoint.ts'
import { create, startWithUnit, update } from '../test-writes.ts'

const call = createTestCall({ runId: 'run-7' })
const generations = ['bytes', 'document'] as const
const emptyStartRevision = true

describe('ChangeSets', () => {
  it.each(generations)('writes within one named after the run, and leaves it (%s)', async (generation) => {
    const { sink, emulator, stored, json, space } = await startWithUnit(
      'a: 1\n',
      { changeSets: true },
      { generation, emptyStartRevision },
    )
    const outcomes = await collect(sink.write([update('2', 'a: 2\n'), create('b: 1\n', 'db')], call))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'written'])
    expect(stored()).toMatchObject({ text: 'a: 2\n', ChangeSetID: undefined })
    expect(stored()?.revisions.at(-1)?.RevisionNum).toBe(4)
    const listed = await json(`/space/${space}/change_set`)
    expect(listed).toMatchObject([{ ChangeSet: { Slug: 'tideway-run-7' } }])
    expect(emulator.requests.some(({ query }) => query.includes('change_set_id='))).toBe(true)
  })

  it.each([
    ['a refusal', { kind: 'status', status: 422 }, 'refused'],
    ['a lost answer', { kind: 'cut-after' }, 'unknown'],
    ['an outage', { kind: 'status', status: 503 }, 'unknown'],
  ] as const)('is left after %s too', async (_, fault, kind) => {
    const { sink, emulator, stored } = await startWithUnit('a: 1\n', { changeSets: true })
    emulator.faults.push({ match: ({ method }) => method === 'PUT', fault })
    expect(await writeOne(sink, update('2', 'a: 2\n'), call)).toMatchObject({ kind })
    expect(stored()?.ChangeSetID).toBeUndefined()
  })

  it('is left where the run is cancelled in between', async () => {
    const cancelling = new AbortController()
    const { sink, stored } = await startWithUnit('a: 1\n', {
      changeSets: true,
      fetch: (url, init) => {
        if (init.method === 'PUT') cancelling.abort()
        return fetch(url, init)
      },
    })
    const outcome = await writeOne(sink, update('2', 'a: 2\n'), { ...call, signal: cancelling.signal })
    expect(outcome.kind).not.toBe('written')
    expect(stored()?.ChangeSetID).toBeUndefined()
  })

  it('loses no change that came in before it joined', async () => {
    const { sink, emulator, stored } = await startWithUnit('a: 1\n', {
      changeSets: true,
      fetch: (url, init) => {
        if (init.method === 'PATCH' && String(init.body).includes('LastChangeDescription')) {
          emulator.as('sre@acme.example').setData('prod', 'web', 'a: 9\n', 'incident')
        }
        return fetch(url, init)
      },
    })
    expect(await writeOne(sink, update('2', 'a: 2\n'), call)).toMatchObject({ kind: 'lost-race' })
    expect(stored()).toMatchObject({ text: 'a: 9\n', ChangeSetID: undefined })
  })

  it.each([409, 422] as const)(
    'says whose turn it is where the unit is in another one (%i)',
    async (status) => {
      const { sink, stored, json, patch, space, id } = await startWithUnit(
        'a: 1\n',
        { changeSets: true },
        { changeSetStatus: status },
      )
      const theirs = await json(`/space/${space}/change_set`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ Slug: 'theirs' }),
      })
      await patch(id, { ChangeSetID: Object(theirs).ChangeSetID })
      expect(await writeOne(sink, update('3', 'a: 2\n'), call)).toMatchObject({
        kind: 'refused',
        error: { message: expect.stringContaining('another open ChangeSet') },
      })
      expect(stored()).toMatchObject({ text: 'a: 1\n', ChangeSetID: Object(theirs).ChangeSetID })
    },
  )

  it.each([
    [601_000, 'written'],
    [60_000, 'refused'],
  ])('closes what a run of ours left open %i ms ago, unless it may be at work', async (age, kind) => {
    const start = Date.UTC(2026, 0, 1)
    const { sink, emulator, stored } = await startWithUnit(
      'a: 1\n',
      { changeSets: true },
      { now: () => new Date(start) },
    )
    const leaving = {
      match: ({ method }: { method: string }) => method === 'PATCH',
      fault: { kind: 'cut-before' },
    } as const
    emulator.faults.push({ ...leaving, nth: [2, 3, 4, 5, 6] })
    const stopped = createTestCall({ runId: 'stopped', now: () => start })
    await writeOne(sink, update('2', 'a: 2\n'), stopped)
    expect(stored()?.ChangeSetID).toBeDefined()
    emulator.faults.length = 0
    const later = createTestCall({ runId: 'later', now: () => start + age })
    expect(await writeOne(sink, update('4', 'a: 3\n'), later)).toMatchObject({ kind })
  })

  it('closes many in one request, and tells which units stay where the answer is mixed', async () => {
    const { sink, emulator, json, patch, space, id, requestsSince } = await startWithUnit(
      'a: 1\n',
      { changeSets: true },
      { now: () => new Date(Date.UTC(2026, 0, 1)) },
    )
    const other = emulator.addUnit({ space: 'prod', slug: 'db', text: 'b: 1\n' })
    const stale = await json(`/space/${space}/change_set`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Slug: 'tideway-stopped' }),
    })
    for (const unit of [id, other]) await patch(unit, { ChangeSetID: Object(stale).ChangeSetID })
    const refused = { Status: 403, Message: 'Not yours.', ErrorMetadata: { EntitySlug: 'db' } }
    emulator.faults.push({
      match: ({ method, path }) => method === 'PATCH' && path === '/api/unit',
      fault: { kind: 'status', status: 207, body: JSON.stringify([{ Error: refused }]), after: true },
    })
    const warnings: unknown[] = []
    const logger = {
      debug: () => {},
      warn: (message: string, facts: unknown) => warnings.push([message, facts]),
    }
    const later = createTestCall({ runId: 'later', now: () => Date.UTC(2026, 0, 2), logger })
    requestsSince()
    await writeOne(sink, update('3', 'a: 2\n'), later)
    expect(requestsSince().filter((request) => request.startsWith('PATCH /api/unit '))).toHaveLength(1)
    expect(warnings).toEqual([[expect.stringContaining('unit db'), { why: 'Not yours.' }]])
    expect(emulator.read('prod', 'db')?.ChangeSetID).toBeUndefined()
  })
})

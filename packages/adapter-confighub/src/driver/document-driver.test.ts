import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, readOne, writeOne } from '../start-test-endpoint.ts'
import { create, startWithUnit, update } from '../test-writes.ts'

const older = { generation: 'document' } as const

describe('an older server', () => {
  it('reads many units in two requests, and a head without its text', async () => {
    const { source, emulator, requestsSince } = await startWithUnit('a: 1\n', {}, older)
    emulator.addUnit({ space: 'prod', slug: 'db', text: 'b: 1\n' })
    await collect(source.list({}, createTestCall()))
    expect(emulator.requests.at(-1)?.query).not.toContain('Data%2C')
    expect(emulator.requests.at(-1)?.query).not.toContain('limit')
    requestsSince()
    const read = await collect(source.read([{ unit: 'web' }, { unit: 'db' }], createTestCall()))
    expect(read).toMatchObject([
      { kind: 'unit', text: 'a: 1\n' },
      { kind: 'unit', text: 'b: 1\n' },
    ])
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200'])
  })

  it('writes with at most four requests, on condition of version and revision', async () => {
    const { sink, requestsSince, emulator, stored } = await startWithUnit('a: 1\n', {}, older)
    requestsSince()
    expect(await writeOne(sink, update('1', 'a: 2\n'))).toEqual({
      kind: 'written',
      key: 'web',
      revision: '2',
    })
    expect(requestsSince()).toEqual([
      'GET /api/space/*/unit 200',
      'GET /api/space/*/unit/*/revision 200',
      'GET /api/space/*/unit/* 200',
      'PUT /api/space/*/unit/* 200',
    ])
    expect(emulator.requests.at(-1)?.query).toMatch(/^revision_id=[0-9a-f-]{36}$/)
    expect(stored()?.revisions.at(-1)?.Description).toBe('CI: more memory (tideway 0123456789ab)')
  })

  it('creates a unit with its text in one request', async () => {
    const { sink, requestsSince, emulator } = await startWithUnit('a: 1\n', {}, older)
    requestsSince()
    expect(await writeOne(sink, create('b: 1\n', 'db'))).toMatchObject({ kind: 'written', revision: '1' })
    expect(requestsSince()).toEqual(['POST /api/space/*/unit 200'])
    expect(emulator.read('prod', 'db')?.revisions.at(-1)?.Description).toContain('CI: more memory')
  })

  it('writes again over a label that was changed meanwhile, and keeps it', async () => {
    const { sink, stored, patch, id } = await startWithUnit(
      'a: 1\n',
      {
        fetch: async (url, init) => {
          if (init.method === 'PUT' && stored()?.Labels['tier'] === undefined) {
            await patch(id, { Labels: { tier: 'front' } })
          }
          return fetch(url, init)
        },
      },
      older,
    )
    expect(await writeOne(sink, update('1', 'a: 2\n'))).toMatchObject({ kind: 'written' })
    expect(stored()).toMatchObject({ text: 'a: 2\n', Labels: { tier: 'front' } })
  })

  it('loses no text that was written between its look and its PUT', async () => {
    const { sink, stored, emulator } = await startWithUnit(
      'a: 1\n',
      {
        fetch: (url, init) => {
          if (init.method === 'PUT')
            emulator.as('sre@acme.example').setData('prod', 'web', 'a: 9\n', 'incident')
          return fetch(url, init)
        },
      },
      { ...older, putRevisionId: 'ignore' },
    )
    expect(await writeOne(sink, update('1', 'a: 2\n'))).toMatchObject({ kind: 'lost-race' })
    expect(stored()?.text).toBe('a: 9\n')
  })

  it('notices a server that answers success and writes nothing', async () => {
    const { sink, stored } = await startWithUnit('a: 1\n', {}, { ...older, putRevisionId: 'restore' })
    expect(await writeOne(sink, update('1', 'a: 2\n'))).toMatchObject({
      kind: 'refused',
      error: { kind: 'invalid-response', next: expect.stringContaining('option driver') },
    })
    expect(stored()?.text).toBe('a: 1\n')
  })

  it('says whose revision it wrote over where there is no condition', async () => {
    const { sink, stored, emulator } = await startWithUnit(
      'a: 1\n',
      {
        driver: 'document-unconditional',
        fetch: (url, init) => {
          if (init.method === 'PATCH')
            emulator.as('sre@acme.example').setData('prod', 'web', 'a: 9\n', 'incident')
          return fetch(url, init)
        },
      },
      older,
    )
    expect(await writeOne(sink, update('1', 'a: 2\n'))).toMatchObject({
      kind: 'written',
      error: { kind: 'lost-race', message: expect.stringContaining('over revision 2') },
    })
    expect(stored()?.text).toBe('a: 2\n')
  })

  it('does not take a unit without data for an empty one', async () => {
    const { source } = await startWithUnit(
      'a: 1\n',
      {
        fetch: async (url, init) => {
          const response = await fetch(url, init)
          if (!url.includes('DataHash%2CData')) return response
          return Response.json(JSON.parse((await response.text()).replace(/"Data":"[^"]*",/, '')))
        },
      },
      older,
    )
    expect(await readOne(source, 'web')).toMatchObject({ kind: 'unit', text: 'a: 1\n' })
  })
})

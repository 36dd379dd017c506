import { sha256 } from '@tideway/core/testing'
import { HttpResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { readOne, writeOne } from '../start-test-endpoint.ts'
import { description, startWithUnit, update } from '../test-writes.ts'

describe('updating', () => {
  it('writes on condition of the expected revision, in two requests', async () => {
    const { sink, stored, requestsSince } = await startWithUnit()
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toEqual({
      kind: 'written',
      key: 'web',
      revision: '3',
    })
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200', 'PUT /api/space/*/unit/*/data 200'])
    expect(stored()).toMatchObject({ text: 'a: 2\n', LastChangeDescription: description })
  })

  it('sends nothing where the text is there already', async () => {
    const { sink, stored, requestsSince } = await startWithUnit()
    expect(await writeOne(sink, update('2', 'a: 1\n'))).toEqual({
      kind: 'unchanged',
      key: 'web',
      revision: '2',
    })
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200'])
    expect(stored()?.revisions).toHaveLength(2)
  })

  it('loses against a change since it was read, also one that was taken back', async () => {
    const { emulator, sink, stored } = await startWithUnit()
    const person = emulator.as('sre@acme.example')
    person.setData('prod', 'web', 'a: 9\n', 'incident')
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({
      kind: 'lost-race',
      revision: '3',
      error: {
        kind: 'lost-race',
        message: expect.stringContaining('expected at revision 2 and is at revision 3'),
      },
    })
    person.setData('prod', 'web', 'a: 1\n', 'over')
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({ kind: 'lost-race', revision: '4' })
    expect(stored()?.text).toBe('a: 1\n')
  })

  it('loses against a change in the very last moment', async () => {
    const { emulator, sink, stored } = await startWithUnit('a: 1\n', {
      fetch: (url, init) => {
        if (init.method === 'PUT')
          emulator.as('sre@acme.example').setData('prod', 'web', 'a: 9\n', 'incident')
        return fetch(url, init)
      },
    })
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({ kind: 'lost-race', revision: '3' })
    expect(stored()?.text).toBe('a: 9\n')
  })

  it('loses against a deletion, and against a new unit of the same name and revision', async () => {
    const { emulator, sink, id } = await startWithUnit()
    emulator.as('sre@acme.example').deleteUnit('prod', 'web')
    const late = { ...update('2', 'a: 2\n'), ref: { unit: 'web', id } }
    expect(await writeOne(sink, late)).toMatchObject({ kind: 'lost-race' })
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'b: 1\n' })
    expect(await writeOne(sink, late)).toMatchObject({ kind: 'lost-race', revision: '2' })
    expect(emulator.read('prod', 'web')?.text).toBe('b: 1\n')
  })

  it('is refused, not late, where a 409 has another reason', async () => {
    const { emulator, sink } = await startWithUnit()
    const body = JSON.stringify({ Code: '409', Message: 'The unit is in an open change set.' })
    emulator.faults.push({
      match: ({ method }) => method === 'PUT',
      fault: { kind: 'status', status: 409, body },
    })
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({
      kind: 'refused',
      error: { message: expect.stringContaining('open change set') },
    })
  })

  it('takes 412 for a lost race too', async () => {
    const { emulator, sink } = await startWithUnit('a: 1\n', {
      fetch: async (url, init) => {
        if (init.method !== 'PUT') return fetch(url, init)
        emulator.as('sre@acme.example').setData('prod', 'web', 'a: 9\n', 'incident')
        return new Response(null, { status: 412 })
      },
    })
    expect(await writeOne(sink, update('2', 'a: 2\n'))).toMatchObject({ kind: 'lost-race', revision: '3' })
  })

  it('adds annotations behind the text', async () => {
    const { sink, stored } = await startWithUnit()
    const write = { ...update('2', 'a: 2\n'), annotations: { 'tideway.dev/source': 'abc' } }
    expect(await writeOne(sink, write)).toMatchObject({ kind: 'written', revision: '3' })
    expect(stored()).toMatchObject({ text: 'a: 2\n', Annotations: { 'tideway.dev/source': 'abc' } })
  })

  it.each([
    [
      'conflicts',
      { Conflicts: [{ Path: 'spec.replicas', Reason: 'ProtectedPath' }] },
      'ProtectedPath at spec.replicas',
    ],
    ['an error', { Error: { Status: 422, Message: 'quoting: hunter2' } }, 'together with an error'],
  ])('does not take 200 with %s for success', async (_, extra, words) => {
    const { sink, emulator, stored } = await startWithUnit('a: 1\n', {
      fetch: async (url, init) => {
        if (init.method !== 'PUT') return fetch(url, init)
        const head = await fetch(url.replace(/\/data.*/, ''), { headers: init.headers ?? {} })
        const { Unit }: { Unit: object } = JSON.parse(await head.text())
        return HttpResponse.json({ Unit, Links: [], ...extra })
      },
    })
    expect(emulator.slugs('prod')).toEqual(['web'])
    const outcome = await writeOne(sink, update('2', 'a: 2\n'))
    expect(outcome).toMatchObject({ kind: 'refused', error: { message: expect.stringContaining(words) } })
    expect(String(outcome.error)).not.toContain('hunter2')
    expect(stored()?.text).toBe('a: 1\n')
  })

  it('sends a long description on one line, its trailer whole', async () => {
    const { sink, stored } = await startWithUnit()
    const long = `CI: ${'too much to say\n'.repeat(90)} (tideway 0123456789ab)`
    await writeOne(sink, {
      kind: 'update',
      key: 'k',
      ref: { unit: 'web' },
      expected: '2',
      text: 'a: 2\n',
      description: long,
    })
    const sent = stored()?.LastChangeDescription
    expect(sent).toMatch(/^CI: too much to say too .*… \(tideway 0123456789ab\)$/)
    expect(sent).toHaveLength(500)
  })

  it('withdraws by empty data, which can be brought back', async () => {
    const { sink, source, stored } = await startWithUnit()
    const withdraw = { kind: 'withdraw', key: 'k', ref: { unit: 'web' }, expected: '2', description } as const
    expect(await writeOne(sink, withdraw)).toMatchObject({ kind: 'written', revision: '3' })
    expect(await readOne(source, 'web')).toMatchObject({
      kind: 'unit',
      text: '',
      head: { digest: sha256('') },
    })
    expect(await writeOne(sink, { ...withdraw, expected: '3' })).toMatchObject({ kind: 'unchanged' })
    expect(await writeOne(sink, update('3', 'a: 1\n'))).toMatchObject({ kind: 'written', revision: '4' })
    expect(stored()?.text).toBe('a: 1\n')
  })
})

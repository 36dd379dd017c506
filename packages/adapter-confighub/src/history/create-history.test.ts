import { createTestCall, sha256 } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, startTestEndpoint, worker, writeOne } from '../start-test-endpoint.ts'

const call = createTestCall()
const ref = { unit: 'web' }

async function startWithHistory(...options: Parameters<typeof startTestEndpoint>) {
  const started = await startTestEndpoint(...options)
  started.emulator.addUnit({ space: 'prod', slug: 'web' })
  const person = started.emulator.as('sre@acme.example')
  return {
    ...started,
    person,
    change: (text: string, description: string) => person.setData('prod', 'web', text, description),
    publish: (expected: string, text: string) =>
      writeOne(started.sink, {
        kind: 'update',
        key: 'k',
        ref,
        expected,
        text,
        description: 'CI: more memory (tideway 0123456789ab)',
      }),
  }
}

describe('history', () => {
  it('tells who made each revision, newest first', async () => {
    const stamp = (_: unknown, text: string) => (text === 'a: 2\n' ? 'a: 2\nstamped: true\n' : undefined)
    const { history, change, publish, person } = await startWithHistory({}, { triggers: [stamp] })
    await publish('1', 'a: 1\n')
    change('a: 2\n', 'CI: hotfix')
    change('a: 3\n', 'break-glass (INC-7): Captured live state')
    const revisions = await collect(history.revisions(ref, call))
    expect(revisions.map(({ revision, author, digest: hash }) => [revision, author, hash])).toEqual([
      ['5', { kind: 'capture', id: person.userId, name: person.userId }, sha256('a: 3\n')],
      ['4', { kind: 'automation' }, sha256('a: 2\nstamped: true\n')],
      ['3', { kind: 'person', id: person.userId, name: person.userId }, sha256('a: 2\n')],
      ['2', { kind: 'publish', id: expect.any(String), name: worker.email }, sha256('a: 1\n')],
      ['1', { kind: 'person', id: expect.any(String), name: expect.any(String) }, sha256('')],
    ])
    expect(revisions.map(({ source }) => source)).toEqual([
      'Update',
      'Resolve',
      'Update',
      'Update',
      'CreateUnit',
    ])
    expect(revisions[0]).toMatchObject({
      description: 'break-glass (INC-7): Captured live state',
      at: expect.stringMatching(/^2026-01-01T00:00:\d\d\.000Z$/),
    })
  })

  it.each([
    ['the worker’s name', () => [worker.email], 'publish'],
    ['the worker’s user id', (id: string) => [id], 'publish'],
    ['somebody else', () => ['sre@acme.example'], 'person'],
  ])('trusts the trailer of %s as configured', async (_, publishers, kind) => {
    const { history, publish, connect } = await startWithHistory()
    await publish('1', 'a: 1\n')
    const [newest] = await collect(history.revisions(ref, call))
    expect(newest?.author.kind).toBe('publish')
    const me = await startedUserId(connect)
    const limited = await connect({ publishers: publishers(me) })
    const [again] = await collect(limited.history.revisions(ref, call))
    expect(again?.author.kind).toBe(kind)
  })

  it('goes back over windows and short pages', async () => {
    const { history, change, requestsSince } = await startWithHistory({ pageSize: 20 }, { shortPages: true })
    for (let count = 1; count <= 90; count += 1) change(`a: ${count}\n`, `change ${count}`)
    requestsSince()
    const revisions = await collect(history.revisions(ref, call))
    expect(revisions.map(({ revision }) => Number(revision))).toEqual(
      Array.from({ length: 91 }, (_, index) => 91 - index),
    )
  })

  it('reads only as far back as is asked', async () => {
    const { history, change, requestsSince } = await startWithHistory()
    for (let count = 1; count <= 90; count += 1) change(`a: ${count}\n`, `change ${count}`)
    requestsSince()
    for await (const { revision } of history.revisions(ref, call)) {
      expect(revision).toBe('91')
      break
    }
    expect(requestsSince()).toEqual([
      'GET /api/space/*/unit 200',
      'GET /api/space/*/unit/*/revision 200',
      'GET /api/me 200',
    ])
  })

  it('answers the text of a revision, in one request where it was listed', async () => {
    const { history, change, emulator, requestsSince } = await startWithHistory()
    change('a: 1\n', 'first')
    change('a: 2\n', 'second')
    const id = emulator.read('prod', 'web')?.UnitID ?? ''
    requestsSince()
    expect(await history.contentAt(ref, '2', call)).toBe('a: 1\n')
    expect(requestsSince()).toHaveLength(3)
    expect(await history.contentAt(ref, '1', call)).toBe('')
    await collect(history.revisions(ref, call))
    requestsSince()
    expect(await history.contentAt({ unit: 'web', id }, '3', call)).toBe('a: 2\n')
    expect(requestsSince()).toEqual(['GET /api/space/*/unit/*/revision/*/data 200'])
  })

  it('has content on revision 1 where the server makes no start revision', async () => {
    const { history, change, source } = await startWithHistory({}, { emptyStartRevision: false })
    expect(await collect(source.list({}, call))).toMatchObject([{ head: { revision: '0' } }, {}])
    expect(await collect(history.revisions(ref, call))).toEqual([])
    expect(await history.contentAt(ref, '0', call)).toBe('')
    change('a: 1\n', 'first')
    expect(await history.contentAt(ref, '1', call)).toBe('a: 1\n')
  })

  it.each([
    ['a revision that is not there', 'web', '77'],
    ['what is no revision', 'web', "1' OR"],
    ['a unit that is not there', 'gone', '1'],
  ])('does not find %s', async (_, unit, revision) => {
    const { history } = await startWithHistory()
    await expect(history.contentAt({ unit }, revision, call)).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('is empty for a unit that is not there', async () => {
    const { history } = await startWithHistory()
    expect(await collect(history.revisions({ unit: 'gone' }, call))).toEqual([])
    expect(await collect(history.revisions({ unit: 'gone', id: worker.id }, call))).toEqual([])
  })
})

async function startedUserId(
  connect: Awaited<ReturnType<typeof startTestEndpoint>>['connect'],
): Promise<string> {
  let id = ''
  const { history } = await connect({
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      if (!url.endsWith('/api/me')) return response
      const text = await response.text()
      id = /"UserID":"([^"]+)"/.exec(text)?.[1] ?? ''
      return new Response(text)
    },
  })
  await collect(history.revisions(ref, call))
  return id
}

import type { ReadResult } from '@tideway/core'
import { createTestCall, sha256 } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, readOne, startTestEndpoint } from '../start-test-endpoint.ts'

const call = createTestCall()
const texts = (results: readonly ReadResult[]) =>
  Object.fromEntries(
    results.map((item) =>
      item.kind === 'unit' ? [item.head.ref.unit, item.text] : [item.ref.unit, item.kind],
    ),
  )

describe('reading', () => {
  it('answers the exact text: empty ones, byte order marks, line ends', async () => {
    const { emulator, source } = await startTestEndpoint()
    const wanted = { empty: '', mark: '\uFEFFa: 1\r\n', plain: 'ü: "☃"\n' }
    for (const [slug, text] of Object.entries(wanted)) emulator.addUnit({ space: 'prod', slug, text })
    const refs = Object.keys(wanted).map((unit) => ({ unit }))
    expect(texts(await collect(source.read(refs, call)))).toEqual(wanted)
    for (const [unit, text] of Object.entries(wanted)) {
      expect(await readOne(source, unit)).toMatchObject({
        kind: 'unit',
        text,
        head: { digest: sha256(text) },
      })
    }
  })

  it('reads one unit in two requests, and tells absent ones', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint()
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    expect(await readOne(source, 'web')).toMatchObject({ kind: 'unit', head: { revision: '2' } })
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200', 'GET /api/space/*/unit/*/data 200'])
    expect(await readOne(source, 'gone')).toEqual({ kind: 'absent', ref: { unit: 'gone' } })
    expect(await collect(source.read([], call))).toEqual([])
    const both = await collect(source.read([{ unit: 'web' }, { unit: 'gone' }], call))
    expect(texts(both)).toEqual({ web: 'a: 1\n', gone: 'absent' })
  })

  it('does not ask again for a text that it knows by its digest', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint()
    const refs = ['web', 'api', 'db'].map((unit) => ({ unit }))
    for (const { unit } of refs) emulator.addUnit({ space: 'prod', slug: unit, text: `name: ${unit}\n` })
    await collect(source.read(refs, call))
    requestsSince()
    expect(texts(await collect(source.read(refs, call)))).toMatchObject({ web: 'name: web\n' })
    expect(await readOne(source, 'web')).toMatchObject({ text: 'name: web\n' })
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200', 'GET /api/space/*/unit 200'])
    emulator.as('sre@acme.example').setData('prod', 'web', 'name: other\n', 'more')
    expect(texts(await collect(source.read(refs, call)))).toMatchObject({ web: 'name: other\n' })
    expect(emulator.requests.at(-1)?.query).toContain('Slug+IN+%28%27web%27%29')
  })

  it('has a text that lags behind its head sent once', async () => {
    let heads = 0
    const { emulator, source, requestsSince } = await startTestEndpoint({
      fetch: async (url, init) => {
        if (!url.includes('/unit?')) return fetch(url, init)
        const person = emulator.as('sre@acme.example')
        person.setData('prod', 'web', `at: ${++heads}\n`, 'more')
        const response = await fetch(url, init)
        // What is told as the head has gone by the time that the text is asked for, two times.
        if (heads <= 2) person.setData('prod', 'web', 'same: 1\n', 'back')
        return response
      },
    })
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'at: 0\n' })
    expect(await readOne(source, 'web')).toMatchObject({ kind: 'unit', text: 'at: 3\n' })
    expect(requestsSince()).toEqual([
      'GET /api/space/*/unit 200',
      'GET /api/space/*/unit/*/data 200',
      'GET /api/space/*/unit 200',
      'GET /api/space/*/unit/*/data 304',
      'GET /api/space/*/unit 200',
      'GET /api/space/*/unit/*/data 200',
    ])
  })

  it('reads singly what the bulk answer lacks', async () => {
    const { emulator, source } = await startTestEndpoint({
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        return url.includes('/unit_data') ? new Response('[]') : response
      },
    })
    for (const slug of ['web', 'api']) emulator.addUnit({ space: 'prod', slug, text: `name: ${slug}\n` })
    const results = await collect(source.read([{ unit: 'web' }, { unit: 'api' }], call))
    expect(texts(results)).toEqual({ web: 'name: web\n', api: 'name: api\n' })
  })

  it('reads singly where the bulk answer is too large, and one unit that is too large is unreadable', async () => {
    const { emulator, source } = await startTestEndpoint({ maxResponseBytes: 4096 })
    for (const slug of ['web', 'api', 'db']) {
      emulator.addUnit({ space: 'prod', slug, text: `name: ${slug}\n`.repeat(slug === 'db' ? 600 : 200) })
    }
    const results = await collect(source.read([{ unit: 'web' }, { unit: 'api' }, { unit: 'db' }], call))
    expect(texts(results)).toEqual({
      web: 'name: web\n'.repeat(200),
      api: 'name: api\n'.repeat(200),
      db: 'unreadable',
    })
    expect(results.at(-1)).toMatchObject({ error: { kind: 'limit-exceeded' } })
  })

  it('takes text that does not have the DataHash for unreadable', async () => {
    const { emulator, source } = await startTestEndpoint({
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        return /\/data$|unit_data/.test(url)
          ? new Response((await response.text()).replaceAll('1', '7'))
          : response
      },
    })
    for (const slug of ['web', 'api']) emulator.addUnit({ space: 'prod', slug, text: 'a: 1\n' })
    const results = await collect(source.read([{ unit: 'web' }, { unit: 'api' }], call))
    expect(results).toMatchObject([
      { kind: 'unreadable', error: { message: expect.stringContaining('DataHash') } },
      { kind: 'unreadable', error: { message: expect.stringContaining('DataHash') } },
    ])
  })

  it('reads again when the unit changes between head and text', async () => {
    let changes = 0
    const { emulator, source } = await startTestEndpoint({
      fetch: async (url, init) => {
        if (/\/data$|unit_data/.test(url) && changes < 2) {
          changes += 1
          emulator.as('sre@acme.example').setData('prod', 'web', `a: ${changes + 1}\n`, 'meanwhile')
        }
        return fetch(url, init)
      },
    })
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const result = await readOne(source, 'web')
    expect(result).toMatchObject({ text: 'a: 3\n', head: { revision: '4', digest: sha256('a: 3\n') } })
  })

  it('stops waiting for the others when its reader stops', async () => {
    const { emulator, source } = await startTestEndpoint({ concurrency: 2 })
    const refs = Array.from({ length: 900 }, (_, index) => ({ unit: `unit-${index}` }))
    for (const { unit } of refs) emulator.addUnit({ space: 'prod', slug: unit, text: `name: ${unit}\n` })
    const before = emulator.requests.length
    for await (const result of source.read(refs, call)) {
      expect(result.kind).toBe('unit')
      break
    }
    expect(emulator.requests.length - before).toBeLessThanOrEqual(4)
  })
})

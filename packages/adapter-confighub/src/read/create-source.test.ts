import type { ReadResult } from '@tideway/core'
import { createTestCall, sha256 } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect, listedNames, readOne, startTestEndpoint } from '../start-test-endpoint.ts'

const call = createTestCall()
const texts = (results: readonly ReadResult[]) =>
  Object.fromEntries(
    results.map((item) =>
      item.kind === 'unit' ? [item.head.ref.unit, item.text] : [item.ref.unit, item.kind],
    ),
  )

describe('listing', () => {
  it('answers heads with revision, digest, labels and annotations', async () => {
    const { emulator, source } = await startTestEndpoint()
    const id = emulator.addUnit({
      space: 'prod',
      slug: 'web',
      text: 'a: 1\n',
      labels: { tier: 'front' },
      annotations: { 'tideway.dev/lock': 'no' },
    })
    expect(await collect(source.list({}, call))).toEqual([
      {
        kind: 'unit',
        head: {
          ref: { unit: 'web', id },
          revision: '2',
          digest: sha256('a: 1\n'),
          labels: { tier: 'front' },
          annotations: { 'tideway.dev/lock': 'no' },
        },
      },
      { kind: 'complete' },
    ])
  })

  it('reads an empty space completely', async () => {
    const { source } = await startTestEndpoint()
    expect(await collect(source.list({}, call))).toEqual([{ kind: 'complete' }])
  })

  it('goes on over short and empty pages', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint({ pageSize: 4 }, { shortPages: true })
    const names = Array.from({ length: 11 }, (_, index) => `unit-${index}`).toSorted()
    for (const slug of names) emulator.addUnit({ space: 'prod', slug, text: `name: ${slug}\n` })
    expect(listedNames(await collect(source.list({}, call)))).toEqual(names)
    expect(requestsSince().length).toBeGreaterThan(6)
  })

  it('lists 2,000 units in two requests, and reads them in twenty', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint()
    const names = Array.from({ length: 2000 }, (_, index) => `unit-${index}`).toSorted()
    for (const slug of names) emulator.addUnit({ space: 'prod', slug, text: `name: ${slug}\n` })
    expect(listedNames(await collect(source.list({}, call)))).toEqual(names)
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200', 'GET /api/space/*/unit 200'])
    const results = await collect(
      source.read(
        names.map((unit) => ({ unit })),
        call,
      ),
    )
    expect(texts(results)).toEqual(Object.fromEntries(names.map((unit) => [unit, `name: ${unit}\n`])))
    expect(requestsSince()).toHaveLength(20)
  })

  it('keeps to the units that are asked for, and to the configured labels', async () => {
    const { emulator, source, connect } = await startTestEndpoint()
    for (const slug of ['web', 'api', 'db']) {
      const labels = { tier: slug === 'db' ? 'data' : 'app' }
      emulator.addUnit({ space: 'prod', slug, text: '', labels })
    }
    emulator.addSpace('other')
    emulator.addUnit({ space: 'other', slug: 'web', text: 'not: ours\n' })
    const some = { units: ['web', 'db', 'nobody'] }
    expect(listedNames(await collect(source.list(some, call)))).toEqual(['db', 'web'])
    expect(listedNames(await collect(source.list({ units: [] }, call)))).toEqual([])
    const limited = await connect({ labels: { tier: 'app' } })
    expect(listedNames(await collect(limited.source.list({}, call)))).toEqual(['api', 'web'])
    expect(listedNames(await collect(limited.source.list(some, call)))).toEqual(['web'])
  })

  it('asks for many names in pieces', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint()
    const names = Array.from({ length: 150 }, (_, index) => `${'long-'.repeat(20)}${index}`).toSorted()
    for (const slug of names) emulator.addUnit({ space: 'prod', slug })
    expect(listedNames(await collect(source.list({ units: names }, call)))).toEqual(names)
    expect(requestsSince()).toHaveLength(3)
  })

  it.each(["we'b", 'we\\b'])('refuses the name %s before any request', async (unit) => {
    const { source, sink, requestsSince } = await startTestEndpoint()
    await expect(collect(source.list({ units: [unit] }, call))).rejects.toMatchObject({
      kind: 'invalid-request',
    })
    expect(await readOne(source, unit)).toMatchObject({
      kind: 'unreadable',
      error: { kind: 'invalid-request' },
    })
    const purge = { kind: 'purge', key: 'k', ref: { unit }, expected: '1' } as const
    expect(await collect(sink.write([purge], call))).toMatchObject([{ kind: 'refused' }])
    expect(requestsSince()).toEqual([])
  })

  it('fails on a continue token that comes again', async () => {
    const { source } = await startTestEndpoint({
      fetch: async (url, init) => {
        if (!url.includes('/unit?')) return fetch(url, init)
        return new Response('[]', { headers: { 'ConfigHub-Continue': 'again' } })
      },
    })
    await expect(collect(source.list({}, call))).rejects.toMatchObject({
      kind: 'invalid-response',
      message: expect.stringContaining('says that the list goes on although it does not (page 2)'),
    })
  })

  it('takes a missing field for what it is: unreadable, not empty', async () => {
    const { emulator, source } = await startTestEndpoint({
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        if (!url.includes('/unit?')) return response
        return new Response((await response.text()).replace(/"DataHash":"[0-9a-f]+",?/, ''))
      },
    })
    const id = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    expect(await collect(source.list({}, call))).toMatchObject([
      {
        kind: 'unreadable',
        ref: { unit: 'web', id },
        error: { kind: 'invalid-response', message: expect.stringContaining('Unit.DataHash') },
      },
      { kind: 'complete' },
    ])
  })
})

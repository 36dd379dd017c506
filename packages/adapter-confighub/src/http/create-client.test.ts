import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { createConfigHub } from '../create-config-hub.ts'
import { collect, listedNames, readOne, startTestEndpoint, worker, writeOne } from '../start-test-endpoint.ts'
import type { Fault } from '../testing/emulator/faults.ts'
import { serve } from '../testing/emulator/serve.ts'

const call = createTestCall()
const isList = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' && path.endsWith('/unit')

async function startWithFault(fault: Fault, nth?: number | number[], options = {}) {
  const started = await startTestEndpoint(options)
  started.emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
  started.emulator.faults.push({ match: isList, fault, ...(nth !== undefined && { nth }) })
  return { ...started, list: () => collect(started.source.list({}, call)) }
}

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => expect.fail('nothing failed'),
    (error: unknown) => error,
  )
}

describe('requests that may be repeated', () => {
  it.each([
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['502', { kind: 'status', status: 502 }],
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['502 from a proxy, as a page', { kind: 'html', status: 502 }],
    ['a cut connection', { kind: 'cut-before' }],
    ['a cut answer', { kind: 'truncate' }],
  ] satisfies [string, Fault][])('are, after %s', async (_, fault) => {
    const { list, waits } = await startWithFault(fault, [1, 2])
    expect(listedNames(await list())).toEqual(['web'])
    expect(waits).toHaveLength(2)
    expect(waits[0]).toBeLessThanOrEqual(200)
    expect(waits[1]).toBeLessThanOrEqual(400)
  })

  it('are given up after the configured number of repetitions', async () => {
    const { list, waits } = await startWithFault({ kind: 'status', status: 503 }, undefined, { retries: 2 })
    expect(await failure(list())).toMatchObject({
      kind: 'unavailable',
      requestId: expect.any(String),
      message: expect.stringMatching(
        /could not list the units of space prod: the server answered 503 .*; run again/,
      ),
    })
    expect(waits).toHaveLength(2)
  })

  it('wait as long as the server says, if that is not too long', async () => {
    const soon = await startWithFault({ kind: 'status', status: 429, headers: { 'Retry-After': '7' } }, 1)
    await soon.list()
    expect(soon.waits).toEqual([7000])
    const late = await startWithFault({ kind: 'status', status: 429, headers: { 'Retry-After': '3600' } }, 1)
    expect(await failure(late.list())).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 3_600_000,
      message: expect.stringContaining('asking to wait 3600 s'),
    })
    expect(late.waits).toEqual([])
  })

  it.each([
    ['403', { kind: 'status', status: 403 }, 'forbidden'],
    ['400', { kind: 'status', status: 400 }, 'invalid-request'],
    ['a web page', { kind: 'html' }, 'invalid-response'],
    [
      'a redirect',
      { kind: 'status', status: 302, headers: { Location: 'https://login.example' } },
      'invalid-response',
    ],
  ] satisfies [string, Fault, string][])('are not, after %s', async (_, fault, kind) => {
    const { list, waits } = await startWithFault(fault)
    expect(await failure(list())).toMatchObject({ kind })
    expect(waits).toEqual([])
  })

  it('include a write that was turned away by 429 without being looked at', async () => {
    const { sink, emulator, waits } = await startTestEndpoint()
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const fault = { kind: 'status', status: 429, headers: { 'Retry-After': '2' } } as const
    emulator.faults.push({ match: ({ method }) => method === 'PUT', nth: 1, fault })
    const write = {
      kind: 'withdraw',
      key: 'k',
      ref: { unit: 'web' },
      expected: '2',
      description: 'd',
    } as const
    expect(await writeOne(sink, write)).toMatchObject({ kind: 'written' })
    expect(waits).toEqual([2000])
  })
})

describe('tokens', () => {
  it('that the server has forgotten are replaced once, in the middle of a run', async () => {
    const { emulator, source, sink, requestsSince } = await startTestEndpoint()
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    emulator.revokeTokens()
    expect(await readOne(source, 'web')).toMatchObject({ kind: 'unit' })
    expect(requestsSince()).toEqual([
      'GET /api/space/*/unit 401',
      'POST /auth/worker 200',
      'GET /api/space/*/unit 200',
      'GET /api/space/*/unit/*/data 200',
    ])
    emulator.faults.push({
      match: ({ method }) => method === 'PUT',
      nth: 1,
      fault: { kind: 'status', status: 401 },
    })
    const write = {
      kind: 'withdraw',
      key: 'k',
      ref: { unit: 'web' },
      expected: '2',
      description: 'd',
    } as const
    expect(await writeOne(sink, write)).toMatchObject({ kind: 'written', revision: '3' })
  })

  it('that are refused again end the run', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint()
    emulator.faults.push({ match: isList, fault: { kind: 'status', status: 401 } })
    expect(await failure(readOne(source, 'web'))).toMatchObject({ kind: 'unauthorized' })
    expect(requestsSince().filter((line) => line.startsWith('POST /auth/worker'))).toHaveLength(1)
  })

  it('are renewed before they expire, by the clock of the call', async () => {
    const start = Date.UTC(2026, 5, 1)
    let now = start
    const { source, requestsSince } = await startTestEndpoint(
      {},
      { now: () => new Date(now), tokenLifetimeSeconds: 3600 },
    )
    const timed = createTestCall({ now: () => now })
    await collect(source.list({}, timed))
    requestsSince()
    await collect(source.list({}, timed))
    expect(requestsSince()).toEqual(['GET /api/space/*/unit 200'])
    now = start + 3_580_000
    await collect(source.list({}, timed))
    expect(requestsSince()).toEqual(['POST /auth/worker 200', 'GET /api/space/*/unit 200'])
  })

  it('are shared by requests that come together', async () => {
    const { emulator, source, requestsSince } = await startTestEndpoint({ concurrency: 8 })
    const refs = Array.from({ length: 1200 }, (_, index) => ({ unit: `unit-${index}` }))
    for (const { unit } of refs) emulator.addUnit({ space: 'prod', slug: unit })
    emulator.revokeTokens()
    await collect(source.read(refs, call))
    expect(requestsSince().filter((line) => line === 'POST /auth/worker 200')).toHaveLength(1)
  })

  it('are asked for again where a login failed', async () => {
    const { emulator, source } = await startTestEndpoint({ retries: 0 })
    emulator.revokeTokens()
    const isLogin = ({ path }: { path: string }) => path === '/auth/worker'
    emulator.faults.push({ match: isLogin, nth: 1, fault: { kind: 'cut-before' } })
    expect(await failure(collect(source.list({}, call)))).toMatchObject({ kind: 'unavailable' })
    expect(await collect(source.list({}, call))).toEqual([{ kind: 'complete' }])
  })
})

describe('errors', () => {
  it('show neither secrets nor tokens, whoever puts them there', async () => {
    const secrets: string[] = [worker.secret]
    const { connect, emulator } = await startTestEndpoint()
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    let broken = false
    const { source, sink } = await connect({
      retries: 0,
      fetch: async (url, init) => {
        const authorization = new Headers(init.headers).get('authorization') ?? ''
        if (authorization !== '') secrets.push(authorization.slice('Bearer '.length))
        if (!broken) return fetch(url, init)
        if (url.includes('/unit?'))
          throw new Error(`cannot send ${authorization}`, { cause: new Error(worker.secret) })
        const body = JSON.stringify({ Message: `no ${authorization} ${worker.secret}` })
        return new Response(body, { status: 400, headers: { 'X-Request-Id': 'r-1' } })
      },
    })
    broken = true
    const errors = [
      await failure(collect(source.list({}, call))),
      await failure(
        connect({ fetch: async () => Response.json({ message: worker.secret }, { status: 401 }) }),
      ),
      (
        await writeOne(sink, {
          kind: 'create',
          key: 'k',
          ref: { unit: 'api' },
          expected: 'absent',
          text: '',
          description: '',
        })
      ).error,
    ]
    expect(new Set(secrets).size).toBeGreaterThan(1)
    for (const error of errors) {
      expect(error).toMatchObject({ isAdapterError: true })
      const shown = describeDeeply(error)
      for (const secret of secrets) expect(shown).not.toContain(secret)
      expect(shown).toContain('***')
    }
    expect(errors[2]).toMatchObject({ requestId: 'r-1' })
  })

  it('say what cannot be reached, and that nothing was sent', async () => {
    const { url: nobody, close } = await serve(async () => new Response())
    await close()
    const adapter = createConfigHub({
      url: nobody,
      space: 'prod',
      credentials: { kind: 'token', token: 'sre-token' },
      retries: 0,
    })
    expect(await failure(adapter.connect(call))).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(
        /confighub:prod: could not look for space prod: fetch failed: .*ECONNREFUSED/,
      ),
    })
    const { emulator, sink } = await startTestEndpoint({
      retries: 0,
      fetch: (url, init) => fetch(init.method === 'PUT' ? nobody : url, init),
    })
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const write = {
      kind: 'withdraw',
      key: 'k',
      ref: { unit: 'web' },
      expected: '2',
      description: 'd',
    } as const
    expect(await writeOne(sink, write)).toMatchObject({ kind: 'not-tried', error: { kind: 'unavailable' } })
  })

  it('say that a run was cancelled, also while it waits', async () => {
    const controller = new AbortController()
    const { source, emulator } = await startTestEndpoint({ sleep: async () => controller.abort() })
    emulator.faults.push({ match: isList, fault: { kind: 'status', status: 503 } })
    const cancelled = createTestCall({ signal: controller.signal })
    expect(await failure(collect(source.list({}, cancelled)))).toMatchObject({ kind: 'aborted' })
  })
})

function describeDeeply(error: unknown): string {
  const parts: string[] = []
  for (let current = error; current instanceof Error; current = current.cause) {
    parts.push(String(current), current.stack ?? '', JSON.stringify(current))
  }
  return parts.join('\n')
}

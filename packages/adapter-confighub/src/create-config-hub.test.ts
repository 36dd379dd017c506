import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { readOne, startTestEndpoint, worker, writeOne } from './start-test-endpoint.ts'
import { create } from './test-writes.ts'

const credentials = { kind: 'worker', id: worker.id, secret: worker.secret } as const

describe('connecting', () => {
  it('logs in, finds the space and asks for the version: three requests', async () => {
    const { endpoint, emulator } = await startTestEndpoint()
    expect(endpoint).toMatchObject({ specVersion: 1, name: 'confighub:prod' })
    expect(emulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /auth/worker',
      'GET /api/space',
      'GET /api/info',
    ])
  })

  it('names a space that does not exist, and what to do', async () => {
    const { connect } = await startTestEndpoint()
    await expect(connect({ space: 'staging' })).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/has no space staging .*; check the slug/),
    })
  })

  it.each([
    ['a wrong secret', { credentials: { ...credentials, secret: 'ch_another-secret' } }],
    ['an unknown worker', { credentials: { ...credentials, id: '99999999-2222-4333-8444-555555555555' } }],
    ['a wrong token', { credentials: { kind: 'token', token: 'ch_another-secret' } as const }],
  ])('is unauthorized with %s, which is not shown', async (_, options) => {
    const { connect } = await startTestEndpoint()
    const error: unknown = await connect(options).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      kind: 'unauthorized',
      next: expect.stringContaining('check the credentials'),
    })
    expect(String(error)).not.toMatch(/ch_/)
  })

  it('takes the token of a person, fixed or asked for', async () => {
    const { connect } = await startTestEndpoint()
    const { endpoint } = await connect({ credentials: { kind: 'token', token: 'sre-token' } })
    expect(endpoint.name).toBe('confighub:prod')
    await connect({ credentials: { kind: 'token', token: async () => 'sre-token' } })
    const failing = connect({
      credentials: { kind: 'token', token: () => Promise.reject(new Error('ch_x')) },
    })
    await expect(failing).rejects.toMatchObject({ kind: 'unauthorized' })
    await expect(failing).rejects.not.toThrow('ch_x')
  })

  it.each([
    ['v0.4.0', 'bytes'],
    ['v0.3.9', 'document'],
    ['dev', 'bytes'],
    ['dev', 'document'],
  ] as const)(
    'finds out what a server of version %s and generation %s needs',
    async (serverVersion, generation) => {
      const { source, sink, endpoint } = await startTestEndpoint({}, { serverVersion, generation })
      expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written' })
      expect(await readOne(source, 'web')).toMatchObject({ kind: 'unit', text: 'a: 1\n' })
      expect(endpoint.capabilities.conditionalWrites).toBe(true)
    },
  )

  it('takes the driver that the options name, and declares what it lacks', async () => {
    const { endpoint, sink, emulator } = await startTestEndpoint(
      { driver: 'document-unconditional' },
      { generation: 'document', serverVersion: 'v9.0.0' },
    )
    expect(endpoint.capabilities.conditionalWrites).toBe(false)
    expect(await writeOne(sink, create('a: 1\n'))).toMatchObject({ kind: 'written' })
    expect(emulator.requests.some(({ path }) => path === '/api/info')).toBe(false)
  })

  it('names itself in every request, and is closed twice without harm', async () => {
    const agents = new Set<string | null>()
    const { endpoint, source } = await startTestEndpoint({
      userAgent: 'ci/1',
      fetch: (url, init) => {
        agents.add(new Headers(init.headers).get('user-agent'))
        return fetch(url, init)
      },
    })
    expect([...agents]).toEqual([expect.stringMatching(/^tideway\/\d+\.\d+\.\d+ ci\/1$/)])
    await endpoint.close()
    await endpoint.close()
    const listing = source.list({}, createTestCall())[Symbol.asyncIterator]()
    await expect(listing.next()).rejects.toMatchObject({ kind: 'aborted' })
  })
})

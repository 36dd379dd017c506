import { createTestCall } from '@tideway/core/testing'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConfigHub } from './create-config-hub.ts'
import { startTestEndpoint, worker } from './start-test-endpoint.ts'

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

  it('refuses an older server, and says that its driver is still to come', async () => {
    await expect(startTestEndpoint({}, { serverVersion: 'v0.3.9' })).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(
        /is version v0\.3\.9.*`document` driver, for servers before v0\.4, is still to come/,
      ),
    })
  })

  it('looks at a unit where the version says nothing', async () => {
    const { requestsSince } = await startTestEndpoint({}, { serverVersion: 'dev', infoRequiresToken: true })
    expect(requestsSince()).toEqual([])
    const server = setupServer(
      http.post('http://hub.example/auth/worker', () => HttpResponse.json({ access_token: 'abc' })),
      http.get('http://hub.example/api/info', () => HttpResponse.json({ Version: 'dev' })),
      http.get('http://hub.example/api/space', () =>
        HttpResponse.json([{ Space: { SpaceID: worker.id, Slug: 'prod' } }]),
      ),
      http.get(`http://hub.example/api/space/${worker.id}/unit`, () =>
        HttpResponse.json([{ Unit: { UnitID: worker.id, Slug: 'web', Data: 'YTogMQo=' } }]),
      ),
    )
    server.listen()
    onTestFinished(() => server.close())
    const adapter = createConfigHub({ url: 'http://hub.example', space: 'prod', credentials })
    await expect(adapter.connect(createTestCall())).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringContaining('units that carry their data'),
    })
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

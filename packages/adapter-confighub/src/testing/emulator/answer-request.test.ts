import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../start-test-emulator.ts'

describe('answerRequest', () => {
  it('tells the version without a token, and in a header of every answer', async () => {
    const { call, url } = await startTestEmulator({ serverVersion: 'v0.4.9' })
    const info = await fetch(`${url}/api/info`)
    expect(await info.json()).toEqual({ Version: 'v0.4.9' })
    const refused = await call('/space/not-a-uuid')
    expect(refused.status).toBe(400)
    for (const response of [info, refused]) {
      expect(response.headers.get('ConfigHub-Version')).toBe('v0.4.9')
      expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
    }
    expect(info.headers.get('X-Request-Id')).not.toBe(refused.headers.get('X-Request-Id'))
  })

  it('wants a token for the version where told so', async () => {
    const { url, json } = await startTestEmulator({ infoRequiresToken: true })
    expect((await fetch(`${url}/api/info`)).status).toBe(401)
    expect(await json('/info')).toEqual({ Version: 'v0.4.21' })
  })

  it('wants a token for everything else, even for what it does not model', async () => {
    const { url } = await startTestEmulator()
    for (const path of ['/api/me', '/api/space', '/api/user']) {
      expect((await fetch(url + path)).status).toBe(401)
    }
  })

  it('refuses what it does not model, in the shape of the server', async () => {
    const { call, space, url } = await startTestEmulator()
    for (const path of ['/user', '/release', '/space?include=SpaceID', `/space/${space}/unit?where_data=a`]) {
      const response = await call(path)
      expect(response.status).toBe(501)
      expect(await response.json()).toEqual({
        Code: '501',
        Message: expect.stringContaining('does not model'),
      })
    }
    const bulk = await call('/unit', { method: 'DELETE' })
    expect(bulk.status).toBe(501)
    expect((await fetch(`${url}/login`)).status).toBe(501)
  })

  it('logs every request with its status', async () => {
    const { call, emulator } = await startTestEmulator()
    await call('/me')
    await call("/space?where=Slug='prod'")
    expect(emulator.requests).toEqual([
      { method: 'GET', path: '/api/me', query: '', status: 200 },
      { method: 'GET', path: '/api/space', query: 'where=Slug%3D%27prod%27', status: 200 },
    ])
  })
})

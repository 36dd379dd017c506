import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestEmulator } from '../../start-test-emulator.ts'

const worker = {
  id: '7c1f2e8a-0b5d-4c3e-9f6a-1d2b3c4d5e6f',
  secret: 'ch_secret',
  email: 'bot@acme.example',
}

async function start(options = {}) {
  const started = await startTestEmulator({ workers: [worker], ...options })
  const logIn = (body: object) =>
    fetch(`${started.url}/auth/worker`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { ...started, logIn }
}

const session = z.object({ access_token: z.string(), user: z.object({ id: z.string(), email: z.string() }) })

async function tokenOf(response: Response): Promise<string> {
  return session.parse(await response.json()).access_token
}

describe('POST /auth/worker', () => {
  it('gives a token that opens the API as the worker', async () => {
    const { logIn, call } = await start()
    const response = await logIn({ worker_id: worker.id, worker_secret: worker.secret })
    expect(response.status).toBe(200)
    const { user, access_token } = session.parse(await response.json())
    expect(user.email).toBe(worker.email)
    const me = await call('/me', { headers: { authorization: `Bearer ${access_token}` } })
    expect(await me.json()).toMatchObject({ UserID: user.id, Username: worker.email })
  })

  it('answers 400 to a slug, 401 to a wrong secret and to an unknown worker', async () => {
    const { logIn } = await start()
    const slug = await logIn({ worker_id: 'bot', worker_secret: worker.secret })
    expect([slug.status, await slug.json()]).toEqual([400, { message: 'Invalid worker ID format' }])
    expect((await logIn({ worker_id: worker.id, worker_secret: 'wrong' })).status).toBe(401)
    const stranger = worker.id.replace('7', '8')
    expect((await logIn({ worker_id: stranger, worker_secret: worker.secret })).status).toBe(401)
    expect((await logIn({ client_assertion: 'x' })).status).toBe(501)
  })

  it('lets a token expire by the clock of the emulator, at its exp', async () => {
    let now = new Date('2026-05-01T00:00:00Z')
    const { logIn, call } = await start({ now: () => now, tokenLifetimeSeconds: 60 })
    const token = await tokenOf(await logIn({ worker_id: worker.id, worker_secret: worker.secret }))
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(payload.exp).toBe(now.getTime() / 1000 + 60)
    const me = () => call('/me', { headers: { authorization: `Bearer ${token}` } })
    now = new Date('2026-05-01T00:00:59Z')
    expect((await me()).status).toBe(200)
    now = new Date('2026-05-01T00:01:00Z')
    const late = await me()
    expect(late.status).toBe(401)
    expect(await late.json()).toMatchObject({ Code: '401' })
  })

  it('refuses revoked and forged tokens', async () => {
    const { logIn, call, emulator } = await start()
    const token = await tokenOf(await logIn({ worker_id: worker.id, worker_secret: worker.secret }))
    const status = async (bearer: string) =>
      (await call('/me', { headers: { authorization: `Bearer ${bearer}` } })).status
    expect(await status(token)).toBe(200)
    const [header, , signature] = token.split('.')
    const claims = { email: 'admin@acme.example', exp: 9e9, series: 1 }
    const forged = Buffer.from(JSON.stringify(claims)).toString('base64url')
    expect(await status(`${header}.${forged}.${signature}`)).toBe(401)
    expect(await status('nonsense')).toBe(401)
    emulator.revokeTokens()
    expect(await status(token)).toBe(401)
    expect(await status('sre-token')).toBe(200)
  })

  it('lets a viewer read, and answers 403 to its writes', async () => {
    const { logIn, call } = await start({ workers: [{ ...worker, access: 'view' }] })
    const token = await tokenOf(await logIn({ worker_id: worker.id, worker_secret: worker.secret }))
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    expect((await call('/space', { headers })).status).toBe(200)
    const write = await call('/space', { method: 'POST', headers, body: '{"Slug":"dev"}' })
    expect(write.status).toBe(403)
  })

  it('throws for a worker whose id is not a UUID', async () => {
    await expect(start({ workers: [{ ...worker, id: 'bot' }] })).rejects.toThrow(TypeError)
  })
})

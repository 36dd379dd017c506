import { http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startTestEmulator } from '../../start-test-emulator.ts'
import { createConfigHubEmulator } from './create-confighub-emulator.ts'

describe('createConfigHubEmulator', () => {
  it('answers behind msw, cut connections included', async () => {
    const emulator = createConfigHubEmulator({ people: [{ email: 'sre@acme.example', token: 'sre-token' }] })
    emulator.addSpace('prod')
    const server = setupServer(
      http.all('https://hub.confighub.com/*', ({ request }) => emulator.handle(request)),
    )
    server.listen()
    onTestFinished(() => server.close())
    const list = () =>
      fetch('https://hub.confighub.com/api/space', { headers: { authorization: 'Bearer sre-token' } })
    expect(await (await list()).json()).toMatchObject([{ Space: { Slug: 'prod' } }])
    emulator.faults.push({ fault: { kind: 'cut-before' } })
    await expect(list()).rejects.toThrow(TypeError)
    expect(emulator.requests.map(({ status }) => status)).toEqual([200, 0])
  })

  it('lets people change units, each under their own id', async () => {
    const { emulator, space, call } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n', by: 'dev@acme.example' })
    const sre = emulator.as('sre@acme.example')
    sre.setData('prod', 'web', 'a: 2\n', 'hotfix')
    sre.restore('prod', 'web', 2, 'undo')
    expect(emulator.read('prod', 'web')?.revisions.map(({ UserID, text }) => [UserID, text])).toEqual([
      [emulator.as('dev@acme.example').userId, ''],
      [emulator.as('dev@acme.example').userId, 'a: 1\n'],
      [sre.userId, 'a: 2\n'],
      [sre.userId, 'a: 1\n'],
    ])
    const remove = await call(`/space/${space}/unit/${unit}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${sre.token()}` },
    })
    expect(remove.status).toBe(200)
    expect(() => sre.setData('prod', 'web', 'a: 3\n', 'late')).toThrow('no unit prod/web')
    expect(emulator.read('prod', 'web')).toBeUndefined()
    expect(emulator.read('dev', 'web')).toBeUndefined()
  })

  it('gives the same ids and times again', () => {
    const make = () => {
      const emulator = createConfigHubEmulator()
      emulator.addSpace('prod')
      emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
      return emulator.read('prod', 'web')
    }
    expect(make()).toEqual(make())
  })
})

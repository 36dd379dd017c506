import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

describe('spaces', () => {
  it('resolves a slug to an id, and keeps ids and slug whatever is selected', async () => {
    const { json, space, emulator } = await startTestEmulator()
    emulator.addSpace('dev')
    const query = new URLSearchParams({ where: "Slug = 'prod'", select: 'SpaceID,Slug' })
    expect(await json(`/space?${query}`)).toEqual([
      { Space: { SpaceID: space, Slug: 'prod', OrganizationID: expect.any(String) } },
    ])
    expect(await json(`/space/${space}`)).toMatchObject({ Space: { Slug: 'prod', Version: 1 } })
  })

  it('creates a space once', async () => {
    const { call } = await startTestEmulator()
    const created = await call('/space', post({ Slug: 'dev', Labels: { tier: 'low' } }))
    const space = await created.json()
    expect(space).toMatchObject({ SpaceID: expect.any(String), Slug: 'dev', Labels: { tier: 'low' } })
    expect((await call('/space', post({ Slug: 'dev' }))).status).toBe(409)
    const again = await call('/space?allow_exists=true', post({ Slug: 'dev' }))
    expect(await again.json()).toEqual(space)
  })

  it.each([[{}], [{ Slug: '-dev' }], [{ Slug: 'a b' }], [{ Slug: 'x'.repeat(129) }]])(
    'refuses the space %j',
    async (body) => {
      const { call } = await startTestEmulator()
      const response = await call('/space', post(body))
      expect(response.status).toBe(400)
      expect(await response.json()).toEqual({ Code: '400', Message: expect.stringContaining('Slug') })
    },
  )

  it('answers 404 for a space that is not there', async () => {
    const { call, space } = await startTestEmulator()
    expect((await call(`/space/${space.replace(/^./, 'f')}`)).status).toBe(404)
    expect((await call(`/space/${space.replace(/^./, 'f')}/unit`)).status).toBe(404)
  })
})

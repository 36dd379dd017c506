import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

describe('units', () => {
  it('lists a space, and the organization, in envelopes without data', async () => {
    const { json, emulator, space } = await startTestEmulator()
    emulator.addSpace('dev')
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n', labels: { tier: 'front' } })
    emulator.addUnit({ space: 'dev', slug: 'web', text: 'a: 2\n', labels: { tier: 'front' } })
    expect(await json(`/space/${space}/unit?select=HeadRevisionNum,DataSize`)).toEqual([
      {
        Unit: {
          UnitID: emulator.read('prod', 'web')?.UnitID,
          SpaceID: space,
          OrganizationID: expect.any(String),
          Slug: 'web',
          HeadRevisionNum: 2,
          DataSize: 5,
        },
      },
    ])
    const query = new URLSearchParams({ where: "Labels.tier = 'front' AND Space.Slug IN ('prod', 'dev')" })
    expect(await json(`/unit?${query}`)).toHaveLength(2)
    const [first] = JSON.parse(JSON.stringify(await json('/unit')))
    expect(Object.keys(first.Unit)).not.toContain('Data')
    expect(Object.keys(first.Unit)).not.toContain('revisions')
  })

  it.each([
    'select=Data',
    'select=Slug,MutationSources',
    'select=Nonsense',
    "where=Data='a'",
    'order_by=Slug,,',
  ])('refuses %s with 400', async (query) => {
    const { call, space } = await startTestEmulator()
    expect((await call(`/space/${space}/unit?${query}`)).status).toBe(400)
  })

  it('creates a unit once, without data', async () => {
    const { call, space, emulator } = await startTestEmulator()
    const created = await call(`/space/${space}/unit`, post({ Slug: 'web', LastChangeDescription: 'new' }))
    expect(await created.json()).toMatchObject({
      Unit: { Slug: 'web', HeadRevisionNum: 1, DataSize: 0, ToolchainType: 'Kubernetes/YAML', Version: 1 },
      Conflicts: [],
    })
    expect(emulator.read('prod', 'web')?.revisions).toMatchObject([
      { RevisionNum: 1, Source: 'CreateUnit', Description: 'new', text: '' },
    ])
    const again = await call(`/space/${space}/unit`, post({ Slug: 'web' }))
    expect(again.status).toBe(409)
    const allowed = await call(`/space/${space}/unit?allow_exists=true`, post({ Slug: 'web' }))
    expect(await allowed.json()).toMatchObject({ Unit: { UnitID: emulator.read('prod', 'web')?.UnitID } })
  })

  it('stores nothing in a dry run', async () => {
    const { call, space, emulator } = await startTestEmulator()
    const tried = await call(`/space/${space}/unit?dry_run=true`, post({ Slug: 'web' }))
    expect(tried.status).toBe(200)
    expect(emulator.slugs('prod')).toEqual([])
  })

  it.each([
    [400, { Slug: "it's" }],
    [400, { Slug: 'web', Data: 'YTogMQo=' }],
    [400, { Slug: 'web', DisplayName: 'what?no:' }],
    [400, { Slug: 'web', Labels: { a: 'x'.repeat(129) } }],
    [400, { Slug: 'web', Annotations: { a: 'x'.repeat(1025) } }],
    [400, { Slug: 'web', ToolchainType: 'Nonsense' }],
    [501, { Slug: 'web', ProviderType: '7c1f2e8a-0b5d-4c3e-9f6a-1d2b3c4d5e6f' }],
  ])('answers %i to the unit %j', async (status, body) => {
    const { call, space } = await startTestEmulator()
    expect((await call(`/space/${space}/unit`, post(body))).status).toBe(status)
  })

  it('answers 404 for a unit under the wrong space, and 400 for a slug in the path', async () => {
    const { call, space, emulator } = await startTestEmulator()
    const dev = emulator.addSpace('dev')
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    expect((await call(`/space/${space}/unit/${unit}`)).status).toBe(200)
    expect((await call(`/space/${dev}/unit/${unit}`)).status).toBe(404)
    expect((await call(`/space/${space}/unit/web`)).status).toBe(400)
  })

  it('deletes a unit, unless a gate is closed', async () => {
    const { call, patch, space, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    const remove = () => call(`/space/${space}/unit/${unit}`, { method: 'DELETE' })
    expect((await patch(unit, { DeleteGates: { careful: true } })).status).toBe(200)
    expect((await remove()).status).toBe(409)
    await patch(unit, { DeleteGates: { careful: null } })
    expect(await (await remove()).json()).toEqual({ Message: 'Unit web deleted.' })
    expect((await remove()).status).toBe(404)
    expect(emulator.slugs('prod')).toEqual([])
  })
})

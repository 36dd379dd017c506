import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

interface Listed {
  readonly Revision: { readonly RevisionNum: number; readonly RevisionID: string; readonly UserID: string }
}

async function start() {
  const started = await startTestEmulator()
  const unit = started.emulator.addUnit({ space: 'prod', slug: 'web', text: 'n: 2\n' })
  for (let number = 3; number <= 9; number += 1) {
    started.emulator.as(`user${number}@acme.example`).setData('prod', 'web', `n: ${number}\n`, `to ${number}`)
  }
  const path = `/space/${started.space}/unit/${unit}/revision`
  const list = async (query: Record<string, string>): Promise<Listed[]> =>
    JSON.parse(JSON.stringify(await started.json(`${path}?${new URLSearchParams(query)}`)))
  return { ...started, unit, path, list }
}

describe('revisions', () => {
  it('are listed by number where asked for, and by id otherwise', async () => {
    const { list } = await start()
    const numbers = async (query: Record<string, string>) =>
      (await list(query)).map(({ Revision }) => Revision.RevisionNum)
    expect(await numbers({ order_by: 'RevisionNum DESC', limit: '3' })).toEqual([9, 8, 7])
    expect(await numbers({ order_by: 'RevisionNum', where: 'RevisionNum > 6' })).toEqual([7, 8, 9])
    const ids = (await list({})).map(({ Revision }) => Revision.RevisionID)
    expect(ids).toEqual(ids.toSorted())
    expect(await numbers({})).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('say who, when, why and of which content', async () => {
    const { list, emulator, unit, space } = await start()
    const [found] = await list({ where: 'RevisionNum = 5' })
    expect(found?.Revision).toMatchObject({
      UnitID: unit,
      SpaceID: space,
      UnitSlug: 'web',
      SpaceSlug: 'prod',
      Description: 'to 5',
      Source: 'Update',
      UserID: emulator.as('user5@acme.example').userId,
      UserAgent: 'confighub-emulator',
      CreatedAt: expect.stringMatching(/^2026-01-01T/),
      DataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      DataSize: 5,
    })
    expect(found?.Revision).not.toHaveProperty('text')
  })

  it('are read by id, with their content', async () => {
    const { list, json, call, path } = await start()
    const [found] = await list({ where: 'RevisionNum = 5' })
    expect(await json(`${path}/${found?.Revision.RevisionID}`)).toEqual(found)
    expect(await (await call(`${path}/${found?.Revision.RevisionID}/data`)).text()).toBe('n: 5\n')
    expect((await call(`${path}/5`)).status).toBe(400)
    expect((await call(`${path}/7c1f2e8a-0b5d-4c3e-9f6a-1d2b3c4d5e6f`)).status).toBe(404)
  })

  it('are listed over all units too', async () => {
    const { json, emulator } = await start()
    emulator.addUnit({ space: 'prod', slug: 'api', text: 'a: 1\n' })
    const query = new URLSearchParams({ where: "UnitSlug = 'api'", select: 'RevisionNum' })
    expect(await json(`/revision?${query}`)).toHaveLength(2)
    expect(await json('/revision')).toHaveLength(11)
  })
})

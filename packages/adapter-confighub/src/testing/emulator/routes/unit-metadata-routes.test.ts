import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

describe('metadata of a unit', () => {
  it('takes a merge patch: null deletes a key, others stay, and no revision is made', async () => {
    const { patch, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', labels: { a: '1', b: '2' } })
    const before = emulator.read('prod', 'web')
    const response = await patch(unit, { Labels: { a: null, c: '3' }, Annotations: { 'x.dev/lock': 'me' } })
    expect(response.status).toBe(200)
    const after = emulator.read('prod', 'web')
    expect(after).toMatchObject({ Labels: { b: '2', c: '3' }, Annotations: { 'x.dev/lock': 'me' } })
    expect(after?.revisions).toEqual(before?.revisions)
    expect(after?.Version).toBe((before?.Version ?? 0) + 1)
  })

  it('refuses data, a wrong media type and what it does not model', async () => {
    const { patch, call, space, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    expect((await patch(unit, { Data: 'YTogMQo=' })).status).toBe(400)
    expect((await patch(unit, { Annotations: { a: 'x'.repeat(1025) } })).status).toBe(400)
    expect((await patch(unit, { ProviderType: null })).status).toBe(501)
    expect((await patch(unit, {}, '?upgrade=true')).status).toBe(501)
    const json = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{}' }
    expect((await call(`/space/${space}/unit/${unit}`, json)).status).toBe(400)
  })

  it('checks the version of a patch only where told so', async () => {
    for (const [patchChecksVersion, status] of [
      [false, 200],
      [true, 409],
    ] as const) {
      const { patch, emulator } = await startTestEmulator({ patchChecksVersion })
      const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
      expect((await patch(unit, { Version: 99, Labels: { a: '1' } })).status).toBe(status)
      const Version = emulator.read('prod', 'web')?.Version
      expect((await patch(unit, { Version, Labels: { a: '2' } })).status).toBe(200)
    }
  })

  it('takes a PUT on condition of the version that was read, of which one in parallel wins', async () => {
    const { call, json, space, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const path = `/space/${space}/unit/${unit}`
    const read = JSON.parse(JSON.stringify(await json(path)))
    const put = (name: number) =>
      call(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...read.Unit, Labels: { winner: `${name}` } }),
      })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => put(index)))
    const won = answers.flatMap(({ status }, index) => (status === 200 ? [`${index}`] : []))
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(emulator.read('prod', 'web')?.Labels).toEqual({ winner: won[0] })
    expect(emulator.read('prod', 'web')?.text).toBe('a: 1\n')
  })

  it('restores a revision as a new head', async () => {
    const { patch, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    emulator.as('sre@acme.example').setData('prod', 'web', 'a: 2\n', 'two')
    emulator.release('prod', 'web')
    emulator.as('sre@acme.example').setData('prod', 'web', 'a: 3\n', 'three')
    const texts = []
    const second = emulator.read('prod', 'web')?.revisions[1]?.RevisionID
    for (const restore of [
      '2',
      'LastReleasedRevisionNum',
      `Revision:${second}`,
      'Before:HeadRevisionNum',
      '1',
    ]) {
      const answer = await patch(unit, { LastChangeDescription: `to ${restore}` }, `?restore=${restore}`)
      expect(answer.status).toBe(200)
      expect(emulator.read('prod', 'web')?.revisions.at(-1)?.Description).toBe(`to ${restore}`)
      texts.push(emulator.read('prod', 'web')?.text)
    }
    expect(texts).toEqual(['a: 1\n', 'a: 2\n', 'a: 1\n', 'a: 2\n', ''])
    expect(emulator.read('prod', 'web')?.revisions.map(({ RevisionNum }) => RevisionNum)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ])
  })

  it.each([
    ['99', 404],
    ['-1', 400],
    ['Tag:release', 501],
    ['Revision:nonsense', 400],
    ['LastReleasedRevisionNum', 404],
  ])('answers to restore=%s with %i', async (restore, status) => {
    const { patch, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    expect((await patch(unit, {}, `?restore=${restore}`)).status).toBe(status)
    expect(emulator.read('prod', 'web')?.revisions).toHaveLength(2)
  })
})

describe('a patch of many units', () => {
  it('tells of each unit what became of it', async () => {
    const { emulator, space, call, patch } = await startTestEmulator()
    const make = async (Slug: string) => {
      const response = await call(`/space/${space}/change_set`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ Slug }),
      })
      return Object(await response.json()).ChangeSetID
    }
    const [mine, theirs] = [await make('mine'), await make('theirs')]
    for (const slug of ['web', 'db', 'api']) emulator.addUnit({ space: 'prod', slug, text: 'a: 1\n' })
    await patch(emulator.read('prod', 'db')?.UnitID ?? '', { ChangeSetID: theirs })
    const patchAll = (where: string, body: object, more = '') =>
      call(`/unit?where=${encodeURIComponent(where)}${more}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify(body),
      })
    const joined = await patchAll("Space.Slug = 'prod'", { ChangeSetID: mine })
    expect(joined.status).toBe(207)
    expect(await joined.json()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Unit: expect.objectContaining({ Slug: 'web', ChangeSetID: mine }) }),
        { Error: expect.objectContaining({ Status: 409, Message: expect.stringContaining('another') }) },
      ]),
    )
    const first = await patchAll(`ChangeSetID = '${mine}'`, { ChangeSetID: null }, '&limit=1')
    expect([first.status, first.headers.get('ConfigHub-Continue')]).toEqual([200, expect.any(String)])
    expect((await patchAll('', {})).status).toBe(400)
    expect((await patchAll("Slug = 'web'", {}, '&restore=1')).status).toBe(400)
  })
})

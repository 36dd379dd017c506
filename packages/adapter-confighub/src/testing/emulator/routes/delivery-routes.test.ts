import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

describe('releases of a current server', () => {
  it('take the heads of all units that belong to the target of the space', async () => {
    const { emulator, space, json, patch } = await startTestEmulator({ targetNewUnits: true })
    emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const apart = emulator.addUnit({ space: 'prod', slug: 'apart', text: 'a: 1\n' })
    await patch(apart, { TargetID: null })
    const publish = () => json(`/space/${space}/release`, post({}))
    expect(await publish()).toMatchObject({ ReleaseNum: 1, UnitCount: 1, Published: true })
    expect(await publish()).toMatchObject({ ReleaseNum: 2 })
    expect(emulator.read('prod', 'web')?.LastReleasedRevisionNum).toBe(2)
    expect(emulator.read('prod', 'apart')?.LastReleasedRevisionNum).toBe(0)
  })

  it('are refused where a unit has validation errors, whole', async () => {
    const gate = ({ slug }: { slug: string }) => (slug === 'bad' ? ['prod/vet/x'] : [])
    const { emulator, space, call } = await startTestEmulator({ targetNewUnits: true, validators: [gate] })
    for (const slug of ['web', 'bad']) emulator.addUnit({ space: 'prod', slug, text: 'a: 1\n' })
    expect((await call(`/space/${space}/release`, post({}))).status).toBe(422)
    expect(emulator.read('prod', 'web')?.LastReleasedRevisionNum).toBe(0)
    expect((await call(`/space/${space}/release`, post({ TagID: 'x' }))).status).toBe(501)
  })
})

describe('applying on an older server', () => {
  it('wants a target, and tells in events what became of it', async () => {
    const { emulator, space, call, json, patch } = await startTestEmulator({
      generation: 'document',
      bridge: (_, text) => (text === 'a: 1\n' ? 'live' : { failure: 'quota exceeded' }),
    })
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const at = `/space/${space}/unit/${unit}`
    expect((await call(`${at}/apply`, post({}))).status).toBe(422)
    await patch(unit, { TargetID: unit })
    expect(await json(`${at}/apply`, post({}))).toMatchObject({ Status: 'Pending', RevisionNum: 1 })
    emulator.as('sre@acme.example').setData('prod', 'web', 'a: 2\n', 'more')
    await json(`${at}/apply?dry_run=true`, post({}))
    expect(emulator.read('prod', 'web')?.LastAppliedRevisionNum).toBe(1)
    await json(`${at}/apply`, post({}))
    expect(emulator.read('prod', 'web')).toMatchObject({ LastAppliedRevisionNum: 2, LiveRevisionNum: 1 })
    expect(await json(`${at}/unit_event?where=RevisionNum%20%3E%201`)).toMatchObject([
      { UnitEventNum: 2, Result: 'ApplyFailed', Message: 'quota exceeded' },
    ])
    expect((await call(`${at}/apply?revision=9`, post({}))).status).toBe(404)
  })
})

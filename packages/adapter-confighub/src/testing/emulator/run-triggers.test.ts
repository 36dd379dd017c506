import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../start-test-emulator.ts'
import type { Trigger } from './emulator-options.ts'

const addOwner: Trigger = (unit, text) =>
  text.includes('owner:') || text === '' ? undefined : `${text}owner: ${unit.labels['team'] ?? 'nobody'}\n`

describe('triggers', () => {
  it('follow a write with a Resolve revision of no user, and come to rest', async () => {
    const { put, emulator } = await startTestEmulator({ triggers: [addOwner] })
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', labels: { team: 'core' } })
    const answer = await put(unit, 'a: 1\n')
    expect(await answer.json()).toMatchObject({ Unit: { HeadRevisionNum: 3, ApplyGates: {} } })
    expect(emulator.read('prod', 'web')?.revisions).toMatchObject([
      { Source: 'CreateUnit' },
      { Source: 'Update', text: 'a: 1\n' },
      {
        Source: 'Resolve',
        UserID: '00000000-0000-0000-0000-000000000000',
        text: 'a: 1\nowner: core\n',
      },
    ])
    await put(unit, 'a: 2\nowner: me\n')
    expect(emulator.read('prod', 'web')?.revisions).toHaveLength(4)
  })

  it('wait for some reads, and hold the gate meanwhile', async () => {
    const { put, json, call, emulator, space } = await startTestEmulator({
      triggers: [addOwner],
      triggerDelayReads: 2,
    })
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    const gates = { 'awaiting/triggers': true }
    const answer = await put(unit, 'a: 1\n')
    expect(await answer.json()).toMatchObject({ Unit: { HeadRevisionNum: 2, ApplyGates: gates } })
    const read = () => json(`/space/${space}/unit/${unit}`)
    expect(await read()).toMatchObject({ Unit: { HeadRevisionNum: 2, ApplyGates: gates } })
    expect(await (await call(`/space/${space}/unit/${unit}/data`)).text()).toBe('a: 1\n')
    expect(await read()).toMatchObject({ Unit: { HeadRevisionNum: 3, ApplyGates: {} } })
  })

  it('answer 500 where one throws, and the write is not stored', async () => {
    const fail: Trigger = () => {
      throw new Error('no such function')
    }
    const { put, emulator } = await startTestEmulator({ triggers: [fail] })
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    const answer = await put(unit, 'a: 1\n')
    expect([answer.status, await answer.json()]).toEqual([500, { Code: '500', Message: 'no such function' }])
    expect(emulator.read('prod', 'web')?.text).toBe('')
  })
})

import { createTestCall } from '@tideway/core/testing'
import { describe, expect, it } from 'vitest'
import { collect } from '../start-test-endpoint.ts'
import { startWithUnit } from '../test-writes.ts'
import type { ConfigHubEmulatorOptions } from '../testing/emulator/emulator-options.ts'

const call = createTestCall()

async function start(options: ConfigHubEmulatorOptions = {}) {
  const started = await startWithUnit('a: 1\n', {}, { targetNewUnits: true, ...options })
  const look = async (revision: string, unit = 'web', id?: string) => {
    const ref = { unit, ...(id !== undefined && { id }) }
    const [status] = await collect(started.delivery.look([{ ref, revision }], call))
    return status
  }
  const change = (text: string) =>
    started.emulator.as('sre@acme.example').setData('prod', 'web', text, 'more')
  return { ...started, look, change }
}

describe('delivery on a current server', () => {
  it('waits for the release of a revision, and does not claim to know what runs', async () => {
    const { look, change, emulator } = await start()
    expect(await look('2')).toEqual({
      kind: 'pending',
      unit: 'web',
      reason: 'revision 2 is not released yet; none is',
    })
    emulator.release('prod', 'web')
    expect(await look('2')).toMatchObject({
      kind: 'untracked',
      reason: expect.stringContaining('is released'),
    })
    change('a: 2\n')
    expect(await look('3')).toMatchObject({ kind: 'pending', reason: expect.stringContaining('; 2 is') })
  })

  it('fails where a check keeps the unit from being released', async () => {
    const { look } = await start({ validators: [() => ['prod/no-latest/vet']] })
    expect(await look('2')).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no-latest') })
  })

  it('waits for triggers', async () => {
    const { look, change } = await start({ triggers: [() => undefined], triggerDelayReads: 3 })
    change('a: 2\n')
    expect(await look('3')).toMatchObject({ kind: 'pending', reason: expect.stringContaining('triggers') })
  })

  it('does not track a unit without a target, nor one that is gone', async () => {
    const { look, id } = await start({ targetNewUnits: false })
    expect(await look('2')).toMatchObject({ kind: 'untracked', reason: expect.stringContaining('no target') })
    expect(await look('2', 'gone')).toMatchObject({ kind: 'failed', reason: 'the unit is gone' })
    expect(await look('2', 'web', id)).toMatchObject({ kind: 'untracked' })
    expect(await look('2', 'web', '99999999-2222-4333-8444-555555555555')).toMatchObject({ kind: 'failed' })
  })

  it.each(["'", 'x'])('refuses what is no name or revision (%s)', async (odd) => {
    const { look, requestsSince } = await start()
    requestsSince()
    await expect(look('2', `web${odd === 'x' ? '/' : odd}`)).rejects.toMatchObject({
      kind: 'invalid-request',
    })
    expect(requestsSince()).toEqual([])
    await expect(look(odd)).rejects.toMatchObject({ kind: 'invalid-request' })
  })

  it('asks for hundreds of units in one request a page', async () => {
    const { emulator, delivery, requestsSince } = await start()
    const queries = Array.from({ length: 300 }, (_, index) => ({ ref: { unit: `u${index}` }, revision: '2' }))
    for (const { ref } of queries) emulator.addUnit({ space: 'prod', slug: ref.unit, text: 'a: 1\n' })
    requestsSince()
    expect(await collect(delivery.look(queries, call))).toHaveLength(300)
    expect(requestsSince()).toHaveLength(2)
  })
})

describe('delivery on an older server', () => {
  it('tells what is applied, fetched and live', async () => {
    let end: 'live' | 'away' = 'away'
    const { look, emulator } = await start({ generation: 'document', bridge: () => end })
    expect(await look('1')).toMatchObject({
      kind: 'pending',
      reason: 'revision 1 is not applied yet; none is',
    })
    emulator.apply('prod', 'web')
    expect(await look('1')).toMatchObject({ kind: 'pending', reason: 'it is being applied (Pending)' })
    end = 'live'
    emulator.apply('prod', 'web')
    expect(await look('1')).toEqual({ kind: 'live', unit: 'web' })
  })

  it('does not track a unit without a target, and fails at a gate', async () => {
    const apart = await start({ generation: 'document', targetNewUnits: false })
    expect(await apart.look('1')).toMatchObject({ kind: 'untracked' })
    const gated = await start({ generation: 'document', validators: [() => ['no-latest/vet']] })
    expect(await gated.look('1')).toMatchObject({ kind: 'failed' })
    expect(() => gated.emulator.apply('prod', 'web')).toThrow('apply gates')
  })
})

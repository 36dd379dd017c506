import { describe, expect, it } from 'vitest'
import { collect } from '../conformance/collect.ts'
import { createFaultPlan, faultAt } from '../testing/fault-plan.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createTestCall } from '../testing/test-call.ts'
import { withFaults } from '../testing/with-faults.ts'
import { merged } from './merged.ts'

const call = createTestCall()

function arrange() {
  const shop = createMemoryConfigHub({ name: 'shop' })
  const bank = createMemoryConfigHub({ name: 'bank', capabilities: { purge: false } })
  const holds = (prefix: string) => (unit: string) => unit.startsWith(prefix)
  const parts = [
    { endpoint: shop, holds: holds('shop-') },
    { endpoint: bank, holds: holds('bank-') },
  ]
  for (const store of [shop, bank]) {
    const olga = store.as({ kind: 'person' })
    for (const unit of ['shop-web', 'bank-web']) olga.write(unit, `${unit} of ${store.name}`)
  }
  return { shop, bank, parts, both: merged('both', parts) }
}

describe('merged', () => {
  it('reads every unit from the one store that holds it', async () => {
    const { both } = arrange()
    const refs = ['bank-web', 'shop-web', 'lost'].map((unit) => ({ unit }))
    const read = await collect(both.source?.read(refs, call) ?? [])
    expect(read.map((item) => (item.kind === 'unit' ? item.text : item.kind))).toEqual([
      'shop-web of shop',
      'bank-web of bank',
      'absent',
    ])
    expect((await collect(both.source?.list({}, call) ?? [])).map(({ kind }) => kind)).toEqual([
      'unit',
      'unit',
      'complete',
    ])
  })

  it('writes to the store that holds a unit, in the order given, and nowhere else', async () => {
    const { both, shop, bank } = arrange()
    const writes = ['bank-a', 'lost', 'shop-a'].map(
      (unit) =>
        ({
          kind: 'create',
          key: unit,
          ref: { unit },
          expected: 'absent',
          text: unit,
          description: '',
        }) as const,
    )
    const outcomes = await collect(both.sink?.write(writes, call) ?? [])
    expect(outcomes.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      'bank-a written',
      'lost refused',
      'shop-a written',
    ])
    expect([Object.keys(shop.state()), Object.keys(bank.state())].map((units) => units.at(-1))).toEqual([
      'shop-a',
      'bank-a',
    ])
  })

  it('is complete only where every part is', async () => {
    const { parts } = arrange()
    const plan = createFaultPlan(faultAt(2, { kind: 'cut' }))
    const cut = parts.map((part) => ({ ...part, endpoint: withFaults(part.endpoint, plan) }))
    const listed = await collect(merged('both', cut).source?.list({}, call) ?? [])
    expect(listed.map(({ kind }) => kind)).toEqual(['unit', 'unit'])
  })

  it('can do what every part can', () => {
    const { both, parts } = arrange()
    expect(both.capabilities).toEqual({
      conditionalWrites: true,
      annotations: true,
      withdraw: true,
      purge: false,
    })
    const odd = merged('odd', [...parts, { endpoint: createMemoryArchive(), holds: () => true }])
    expect([odd.source, odd.sink, odd.history, odd.archive]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('is made of something', () => {
    expect(() => merged('none', [])).toThrow(RangeError)
  })
})

import { describe, expect, it } from 'vitest'
import { collect } from '../conformance/collect.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createTestCall } from '../testing/test-call.ts'
import { filtered } from './filtered.ts'

const call = createTestCall()

function arrange() {
  const confighub = createMemoryConfigHub()
  const olga = confighub.as({ kind: 'person' })
  for (const unit of ['shop-web', 'bank-web']) olga.write(unit, unit)
  return { confighub, view: filtered(confighub, (unit) => unit.startsWith('shop-')) }
}

describe('filtered', () => {
  it('neither lists nor reads what is outside', async () => {
    const { view } = arrange()
    const names = async (units?: readonly string[]) =>
      (await collect(view.source?.list({ units }, call) ?? [])).map((item) =>
        item.kind === 'unit' ? item.head.ref.unit : item.kind,
      )
    expect(await names()).toEqual(['shop-web', 'complete'])
    expect(await names(['bank-web'])).toEqual(['complete'])
    const read = await collect(view.source?.read([{ unit: 'shop-web' }, { unit: 'bank-web' }], call) ?? [])
    expect(read.map(({ kind }) => kind).sort()).toEqual(['absent', 'unit'])
  })

  it('refuses to write outside, in its place among the others', async () => {
    const { view, confighub } = arrange()
    const writes = ['shop-a', 'bank-a', 'shop-b'].map(
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
    const outcomes = await collect(view.sink?.write(writes, call) ?? [])
    expect(outcomes.map(({ key, kind, error }) => [key, kind, error?.kind])).toEqual([
      ['shop-a', 'written', undefined],
      ['bank-a', 'refused', 'forbidden'],
      ['shop-b', 'written', undefined],
    ])
    expect(Object.keys(confighub.state())).not.toContain('bank-a')
  })

  it('has no history and no delivery of what is outside', async () => {
    const { view } = arrange()
    const ref = { unit: 'bank-web' }
    expect(await collect(view.history?.revisions(ref, call) ?? [])).toEqual([])
    await expect(view.history?.contentAt(ref, '1', call)).rejects.toMatchObject({ kind: 'not-found' })
    expect(await collect(view.delivery?.look([{ ref, revision: '1' }], call) ?? [])).toEqual([
      { kind: 'untracked', unit: 'bank-web' },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { type BaseTree, knownBase, unknownBase } from '../compare/base-tree.ts'
import { compareUnit } from '../compare/compare-unit.ts'
import { emptyPathSet, listPaths } from '../model/path-set.ts'
import { kubernetesListKeys } from '../normalize/list-keys.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { settleOffer } from './settle-offer.ts'
import { settleUnit } from './settle-unit.ts'

const key = 'ConfigMap/shop/settings'
const unit = (data: Readonly<Record<string, string>>): UnitTree => ({ [key]: { kind: 'ConfigMap', data } })

const settle = (base: BaseTree, git: UnitTree, confighub: UnitTree) =>
  settleUnit(base, git, compareUnit(base, git, confighub, { listKeys: kubernetesListKeys }))

describe('settleUnit', () => {
  it('takes what both sides agree on and keeps the rest', () => {
    const settled = settle(
      knownBase(unit({ a: '0', b: '0' })),
      unit({ a: '1', b: '0' }),
      unit({ a: '1', b: '9' }),
    )
    expect(settled).toEqual(knownBase(unit({ a: '1', b: '0' })))
  })

  it('confines what is unknown to what differs', () => {
    const settled = settle(unknownBase, unit({ a: '1', b: '0' }), unit({ a: '1', b: '9' }))
    expect(settled.value).toEqual(unit({ a: '1' }))
    expect(listPaths(settled.unknown)).toEqual([[key, 'data', 'b']])
  })

  it('asks again about what both sides added on their own', () => {
    const settled = settle(knownBase({}), unit({ a: '1', b: '0' }), unit({ a: '1', c: '9' }))
    expect(settled.value).toEqual(unit({ a: '1' }))
    expect(listPaths(settled.unknown)).toEqual([
      [key, 'data', 'b'],
      [key, 'data', 'c'],
    ])
    const again = compareUnit(settled, unit({ a: '1', b: '0' }), unit({ a: '1', c: '9' }), {})
    expect(again.map((change) => change.kind)).toEqual(['conflict', 'conflict'])
  })

  it('remembers a unit that one side lacks', () => {
    expect(settle(knownBase(unit({ a: '1' })), {}, unit({ a: '1' }))).toEqual(knownBase(unit({ a: '1' })))
  })

  it('forgets what neither side has', () => {
    expect(settle(knownBase(unit({ a: '1' })), {}, {})).toEqual({ value: {}, unknown: emptyPathSet })
  })
})

describe('settleOffer', () => {
  it('counts every offered field as decided, whether or not its reader kept the value', () => {
    const base = settleOffer(knownBase(unit({ a: '0', b: '0' })), unit({ a: '5', b: '7' }), [
      [key, 'data', 'a'],
    ])
    expect(base).toEqual(knownBase(unit({ a: '5', b: '0' })))
  })

  it('gives an unknown field its base', () => {
    const base = settle(unknownBase, unit({ a: '1' }), unit({ a: '2' }))
    expect(settleOffer(base, unit({ a: '2' }), [[key, 'data', 'a']])).toEqual(knownBase(unit({ a: '2' })))
  })
})

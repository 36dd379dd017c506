import { describe, expect, it, vi } from 'vitest'
import { TidewayError } from '../errors/tideway-error.ts'
import { formatPath } from '../model/field-path.ts'
import { pathSetOf } from '../model/path-set.ts'
import { createNormalization } from '../normalize/normalization.ts'
import * as trees from '../normalize/read-unit-tree.ts'
import { compareThreeWay, type ThreeWayComparison } from './compare-three-way.ts'
import { nameChange } from './field-change.ts'
import { judgeResource } from './one-sided.ts'
import { forgottenBase, type UnitSet } from './unit-set.ts'

const settings = (name: string, ...data: readonly string[]) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {${data.join(', ')}}\n`
const set = (texts: Readonly<Record<string, string>>): UnitSet => ({ texts: new Map(Object.entries(texts)) })
const sides = { left: 'git', right: 'confighub' }

function list({ units }: ThreeWayComparison): readonly string[] {
  return units.flatMap((unit) => {
    if (unit.kind !== 'compared') return [`${unit.unit}: ${unit.side} ${unit.kind}`]
    const { oneSided } = unit
    const fate = oneSided === undefined ? '' : ` ${oneSided.kind} ${oneSided.side}`
    const changes = unit.changes.map((change) => {
      const whole = judgeResource(change)?.kind
      return `  ${change.resource}${formatPath(change.path)} ${nameChange(change, sides)}${whole === undefined ? '' : ` (${whole})`}`
    })
    return [`${unit.unit}: ${unit.unitChange}${fate}`, ...changes]
  })
}

describe('compareThreeWay', () => {
  it('sums up each unit, and leaves out those that are the same everywhere', () => {
    const comparison = compareThreeWay(
      set({
        a: settings('a', 'x: 1', 'z: 1'),
        b: settings('b', 'x: 1', 'z: 1'),
        c: settings('c', 'x: 1'),
        d: settings('d', 'x: 1'),
        e: settings('e'),
      }),
      set({
        a: settings('a', 'x: 2', 'z: 1'),
        b: settings('b', 'x: 2', 'z: 1'),
        c: settings('c', 'x: 2'),
        d: settings('d', 'x: 2'),
        e: settings('e'),
      }),
      set({
        a: settings('a', 'x: 1', 'z: 1'),
        b: settings('b', 'x: 1', 'z: 2'),
        c: settings('c', 'x: 3'),
        d: settings('d', 'x: 2'),
        e: settings('e'),
      }),
    )
    expect(list(comparison)).toEqual([
      'a: one-side',
      '  ConfigMap//a/data/x git-only',
      'b: both-disjoint',
      '  ConfigMap//b/data/x git-only',
      '  ConfigMap//b/data/z confighub-only',
      'c: both-overlap',
      '  ConfigMap//c/data/x conflict',
      'd: same',
      '  ConfigMap//d/data/x both-same',
    ])
    expect(comparison.unitCount).toBe(5)
  })

  it('tells added, deleted and unknown units and resources apart by the base', () => {
    const text = settings('a', 'x: 1')
    expect(list(compareThreeWay(set({}), set({ a: text }), set({})))).toEqual([
      'a: one-side added left',
      '  ConfigMap//a git-only (added)',
    ])
    expect(list(compareThreeWay(set({ a: text }), set({ a: text }), set({})))).toEqual([
      'a: one-side deleted right',
      '  ConfigMap//a confighub-only (deleted)',
    ])
    expect(list(compareThreeWay(set({ a: text }), set({ a: settings('a', 'x: 2') }), set({})))).toEqual([
      'a: both-overlap deleted right',
      '  ConfigMap//a conflict (deleted)',
    ])
    expect(list(compareThreeWay(forgottenBase, set({ a: text }), set({})))).toEqual([
      'a: both-overlap unknown right',
      '  ConfigMap//a conflict (unknown)',
    ])
    expect(list(compareThreeWay(set({ a: text }), set({}), set({ a: '' })))).toEqual([
      'a: same',
      '  ConfigMap//a both-same',
    ])
  })

  it('never takes a unit for deleted that a side may not have listed, or could not read', () => {
    const text = settings('a', 'x: 1')
    const broken = new TidewayError({ code: 'TIDEWAY_UNREADABLE', message: 'no', next: 'look' })
    const partial: UnitSet = { texts: new Map(), complete: false }
    const unread: UnitSet = { texts: new Map(), unreadable: new Map([['a', broken]]) }
    expect(list(compareThreeWay(set({ a: text }), set({ a: text }), partial))).toEqual(['a: right unlisted'])
    expect(list(compareThreeWay(set({ a: text }), unread, set({ a: text })))).toEqual(['a: left unreadable'])
    expect(list(compareThreeWay(set({ a: text }), set({ a: 'a: [' }), set({ a: text })))).toEqual([
      'a: left unreadable',
    ])
    expect(list(compareThreeWay(unread, set({ a: text }), set({ a: text })))).toEqual(['a: base unreadable'])
  })

  it('takes two different additions of one unit for a conflict in whatever differs', () => {
    const both = `${settings('a', 'x: 1')}---\n${settings('b')}`
    expect(
      list(compareThreeWay(set({}), set({ u: settings('a', 'x: 1', 'z: 1') }), set({ u: both }))),
    ).toEqual([
      'u: both-overlap',
      '  ConfigMap//a/apiVersion both-same',
      '  ConfigMap//a/data/x both-same',
      '  ConfigMap//a/data/z conflict',
      '  ConfigMap//a/kind both-same',
      '  ConfigMap//a/metadata/name both-same',
      '  ConfigMap//b conflict (unknown)',
    ])
  })

  it('confines an unknown base to the fields that it names', () => {
    const unknown = new Map([['a', pathSetOf([['ConfigMap//a', 'data', 'x']])]])
    const base = { ...set({ a: settings('a', 'x: 1', 'z: 1') }), unknown }
    const left = set({ a: settings('a', 'x: 1', 'z: 2') })
    expect(list(compareThreeWay(base, left, set({ a: settings('a', 'x: 2', 'z: 1') })))).toEqual([
      'a: both-overlap',
      '  ConfigMap//a/data/x conflict',
      '  ConfigMap//a/data/z git-only',
    ])
  })

  it('pairs a resource with itself in a newer version of its API', () => {
    const budget = (version: string) =>
      `apiVersion: policy/${version}\nkind: PodDisruptionBudget\nmetadata: {name: a}\n`
    expect(
      list(
        compareThreeWay(
          set({ a: budget('v1beta1') }),
          set({ a: budget('v1') }),
          set({ a: budget('v1beta1') }),
        ),
      ),
    ).toEqual(['a: one-side', '  PodDisruptionBudget.policy//a/apiVersion git-only'])
  })

  it('takes a resource whose identity changed for one that went and one that came', () => {
    const left = set({ a: settings('b', 'x: 1') })
    expect(
      list(compareThreeWay(set({ a: settings('a', 'x: 1') }), left, set({ a: settings('a', 'x: 2') }))),
    ).toEqual(['a: both-overlap', '  ConfigMap//a conflict (deleted)', '  ConfigMap//b git-only (added)'])
  })

  it('finds resources that moved, and units that were renamed', () => {
    const [a, b, c] = [settings('a'), settings('b'), settings('c')]
    const before = set({ one: `${a}---\n${b}`, two: c })
    const moved = compareThreeWay(before, set({ one: a, two: `${c}---\n${b}` }), before)
    expect(moved.moves).toEqual([{ resource: 'ConfigMap//b', side: 'left', from: 'one', to: 'two' }])
    expect(moved.renames).toEqual([])
    const renamed = compareThreeWay(before, before, set({ uno: `${b}---\n${a}`, two: c }))
    expect(renamed.moves.map(({ resource, side }) => `${side} ${resource}`)).toEqual([
      'right ConfigMap//a',
      'right ConfigMap//b',
    ])
    expect(renamed.renames).toEqual([{ side: 'right', from: 'one', to: 'uno' }])
    // Split in two, or only in part: no rename.
    expect(compareThreeWay(before, set({ x: a, y: b, two: c }), before).renames).toEqual([])
    expect(compareThreeWay(before, set({ x: a, one: b, two: c }), before).renames).toEqual([])
  })

  it('parses nothing that is the same everywhere, and once what two sides share', () => {
    const read = vi.spyOn(trees, 'readUnitTree')
    const [old, fresh] = [settings('a', 'x: 1'), settings('a', 'x: 2')]
    compareThreeWay(
      set({ a: old, b: 'not: [yaml' }),
      set({ a: old, b: 'not: [yaml' }),
      set({ a: fresh, b: 'not: [yaml' }),
    )
    expect(read.mock.calls.map(([text]) => text)).toEqual([old, fresh])
    read.mockRestore()
  })

  it('pairs what a manifest leaves without a namespace, where that is asked for', () => {
    const [short, long] = [settings('a', 'x: 1'), settings('a, namespace: shop', 'x: 1')]
    const compare = (looseNamespaces: boolean) =>
      compareThreeWay(set({ a: short }), set({ a: short }), set({ a: long }), { looseNamespaces })
    expect(list(compare(true))).toEqual(['a: none', '  ConfigMap//a/metadata/namespace unowned'])
    expect(list(compare(false))).toHaveLength(3)
  })

  it('answers alike for every order of units, resources and keys', () => {
    const mixed = (...names: readonly string[]) =>
      names.map((name) => settings(name, 'x: 1', 'z: 2')).join('---\n')
    const swapped = (...names: readonly string[]) =>
      names.map((name) => settings(name, 'z: 2', 'x: 1')).join('---\n')
    const right = set({ b: settings('d', 'x: 5'), a: swapped('a', 'b', 'c') })
    const [one, other] = [
      compareThreeWay(
        set({ a: mixed('a', 'b'), b: settings('d') }),
        set({ b: settings('d'), a: mixed('b') }),
        right,
      ),
      compareThreeWay(
        set({ b: settings('d'), a: swapped('b', 'a') }),
        set({ a: mixed('b'), b: settings('d') }),
        right,
      ),
    ]
    expect(list(one)).toEqual(list(other))
    expect(one.units.map(({ unit }) => unit)).toEqual(['a', 'b'])
  })

  it('asks rules of one’s own', () => {
    const normalization = createNormalization({
      rules: [
        {
          id: 'mine',
          version: 1,
          source: 'us',
          kind: 'equivalence',
          when: 'always',
          paths: ['/data/x'],
          class: 'ignored',
        },
      ],
    })
    const [left, right] = [set({ a: settings('a', 'x: 1') }), set({ a: settings('a', 'x: 2') })]
    expect(list(compareThreeWay(left, left, right, { normalization }))).toEqual([
      'a: none',
      '  ConfigMap//a/data/x ignored',
    ])
  })
})

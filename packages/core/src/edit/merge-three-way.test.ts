import { describe, expect, it } from 'vitest'
import type { UnitSet } from '../compare/unit-set.ts'
import { formatPath } from '../model/field-path.ts'
import { createNormalization } from '../normalize/normalization.ts'
import { type MergeRules, mergeThreeWay } from './merge-three-way.ts'

const set = (texts: Readonly<Record<string, string>>): UnitSet => ({ texts: new Map(Object.entries(texts)) })
const settings = (...data: readonly string[]) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${data.map((line) => `  ${line}\n`).join('')}`

function merge(base: string, left: string, right: string, rules: MergeRules = {}) {
  const result = mergeThreeWay(set({ a: base }), set({ a: left }), set({ a: right }), rules)
  const conflicts = result.units.flatMap((unit) =>
    unit.kind === 'merged' ? unit.conflicts.map(({ path }) => formatPath(path)) : [unit.kind],
  )
  return { text: result.texts.get('a'), conflicts, isClean: result.isClean }
}

describe('mergeThreeWay', () => {
  it('keeps the disjoint edits of both sides, in the text of the side that it merges onto', () => {
    const base = settings('x: "1" # size', 'z: "1"')
    const left = settings('z: "1"', 'x: "2"')
    const right = settings('# speed', `z: '3'`, '', 'x: "1" # size')
    expect(merge(base, left, right)).toEqual({
      text: settings('# speed', `z: '3'`, '', 'x: "2" # size'),
      conflicts: [],
      isClean: true,
    })
    expect(merge(base, left, right, { onto: 'left' }).text).toBe(settings('z: "3"', 'x: "2"'))
  })

  it('takes the text of the only side that changed as it is', () => {
    const [base, changed] = [settings('x: "1"'), `# new\n${settings('x: "2"')}`]
    expect(merge(base, changed, base).text).toBe(changed)
    expect(merge(base, base, changed).text).toBe(changed)
  })

  it('leaves conflicts to the decision, and everything else alone', () => {
    const [base, left, right] = [
      settings('x: "1"', 'z: "1"'),
      settings('x: "2"', 'z: "2"'),
      settings('x: "3"', 'z: "1"'),
    ]
    expect(merge(base, left, right)).toEqual({
      text: settings('x: "3"', 'z: "2"'),
      conflicts: ['/data/x'],
      isClean: false,
    })
    const takeLeft = merge(base, left, right, {
      choose: (change) => (change.kind === 'one-side' ? change.side : 'left'),
    })
    expect(takeLeft).toEqual({ text: settings('x: "2"', 'z: "2"'), conflicts: [], isClean: true })
  })

  it('deletes and adds whole units', () => {
    const text = settings('x: "1"')
    const named = (name: string) => text.replace('name: a', `name: ${name}`)
    const gone = mergeThreeWay(
      set({ a: text, b: named('b') }),
      set({ a: text }),
      set({ a: text, b: named('b'), c: named('c') }),
    )
    expect([...gone.texts.keys()]).toEqual(['a', 'c'])
    const added = mergeThreeWay(set({}), set({ a: text }), set({}))
    expect([...added.texts]).toEqual([['a', text]])
  })

  it('never writes an ignored field, and carries it over where the text is taken whole', () => {
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
    const [base, left, right] = [
      settings('x: "1"', 'z: "1"'),
      settings('x: "2"', 'z: "2" # two'),
      settings('x: "3"', 'z: "1"'),
    ]
    expect(merge(base, left, right, { normalization }).text).toBe(settings('x: "3"', 'z: "2" # two'))
  })

  it('keeps a move whole: what the other side edited meanwhile is a conflict in both units', () => {
    const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n'
    const [before, edited] = [settings('x: "1"'), settings('x: "2"')]
    const base = set({ one: before, two: other })
    const left = set({ two: `${other}---\n${before}` })
    const right = set({ one: edited, two: other })
    const open = mergeThreeWay(base, left, right)
    expect(Object.fromEntries(open.texts)).toEqual({ one: edited, two: other })
    expect(open.units.map((unit) => unit.kind === 'merged' && unit.conflicts.length)).toEqual([1, 1])
    for (const [side, texts] of [
      ['left', { two: `${other}---\n${before}` }],
      ['right', { one: edited, two: other }],
    ] as const) {
      const taken = mergeThreeWay(base, left, right, {
        choose: (change) => (change.kind === 'one-side' ? change.side : side),
      })
      expect(Object.fromEntries(taken.texts)).toEqual(texts)
      expect(taken.isClean).toBe(true)
    }
    const moved = mergeThreeWay(base, left, base)
    expect(Object.fromEntries(moved.texts)).toEqual({ two: `${other}---\n${before}` })
  })

  it('puts a resource that both sides moved, each elsewhere, into one unit only', () => {
    const text = settings('x: "1"')
    const [base, left, right] = [set({ one: text }), set({ two: text }), set({ three: text })]
    const open = mergeThreeWay(base, left, right)
    expect(Object.fromEntries(open.texts)).toEqual({ three: text })
    expect(
      open.units.map((unit) => `${unit.unit} ${unit.kind === 'merged' && unit.conflicts.length}`),
    ).toEqual(['one 0', 'three 1', 'two 1'])
    const taken = mergeThreeWay(base, left, right, {
      choose: (change) => (change.kind === 'one-side' ? change.side : 'left'),
    })
    expect([Object.fromEntries(taken.texts), taken.isClean]).toEqual([{ two: text }, true])
  })

  it('edits the place of an alias, and never the anchor that others use', () => {
    const pods = (first: string, second: string, third: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  one: ${first}\n  two: ${second}\n  three: ${third}\n`
    const base = pods('&v old', '*v', 'x')
    expect(merge(base, pods('old', 'new', 'x'), pods('&v old', '*v', 'z')).text).toBe(
      pods('&v old', 'new', 'z'),
    )
    const anchor = mergeThreeWay(
      set({ a: base }),
      set({ a: pods('new', 'old', 'x') }),
      set({ a: pods('&v old', '*v', 'z') }),
    )
    expect(anchor.units.map((unit) => [unit.kind, unit.kind === 'refused' && unit.error.code])).toEqual([
      ['refused', 'TIDEWAY_EDIT_REFUSED'],
    ])
    expect(anchor.isClean).toBe(false)
    expect(anchor.texts.get('a')).toBe(pods('&v old', '*v', 'z'))
  })

  it('keeps binary data, line ends and a missing last line end', () => {
    const text = (z: string, binary: string) =>
      `apiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: a}\r\nbinaryData:\r\n  logo: !!binary |\r\n    ${binary}\r\ndata:\r\n  z: ${z}`
    const merged = merge(text('"1"', 'aGk='), text('"1"', 'aG8='), text('"2"', 'aGk='), { onto: 'right' })
    expect(merged.conflicts).toEqual([])
    expect(merged.text).toContain('\r\n  z: "2"')
    expect(merged.text?.replaceAll('\r\n', '')).not.toContain('\n')
    expect(merge(text('"1"', 'aGk='), text('"1"', 'aG8='), text('"1"', 'eW8=')).conflicts).toEqual([
      '/binaryData/logo',
    ])
  })

  it('tells of a side that cannot be read, and changes nothing', () => {
    expect(merge(settings('x: "1"'), 'a: [', settings('x: "2"'))).toEqual({
      text: settings('x: "2"'),
      conflicts: ['unreadable'],
      isClean: false,
    })
    expect(merge(settings('x: "1"'), 'kind: A\0', settings('x: "1"')).conflicts).toEqual(['unreadable'])
  })
})

import { describe, expect, it } from 'vitest'
import type { UnitStock } from '../archive/unit-stock.ts'
import { knownBase } from '../compare/base-tree.ts'
import { compareUnit } from '../compare/compare-unit.ts'
import { summarizeUnitChange } from '../compare/unit-change.ts'
import { mergePolicy } from '../decide/presets.ts'
import { kubernetesListKeys } from '../normalize/list-keys.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import { formatUnit } from '../parse/format-unit.ts'
import { parseUnit } from '../parse/parse-unit.ts'
import { planSync } from './plan-sync.ts'

const settings = (name: string, data: Readonly<Record<string, string>>) =>
  formatUnit([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }])

function stockOf(base: string, git: string, confighub: string): UnitStock {
  const read = (text: string): UnitTree => {
    const result = readUnitTree(text, 'wall')
    if (result.kind === 'invalid') throw result.error
    return result.tree
  }
  const changes = compareUnit(knownBase(read(base)), read(git), read(confighub), {
    listKeys: kubernetesListKeys,
  })
  return {
    unit: 'wall',
    gitText: git,
    gitTree: read(git),
    head: undefined,
    headText: confighub,
    headTree: read(confighub),
    changes,
    unitChange: summarizeUnitChange(changes),
    inDoubt: false,
    archived: { base: { text: base, unknown: [] }, open: [] },
  }
}

const plan = (base: string, git: string, confighub: string, select?: readonly string[]) =>
  planSync(
    [stockOf(base, git, confighub)],
    { environment: 'prod', sides: { left: 'git', right: 'confighub' }, policy: mergePolicy, select },
    (text) => String(text.length),
  )

describe('planSync', () => {
  it('wants just the fields that ConfigHub changed', () => {
    const { wanted } = plan(
      settings('a', { x: '1', y: '1' }),
      settings('a', { x: '2', y: '1' }),
      settings('a', { x: '1', y: '3' }),
    )
    expect(wanted).toEqual([
      {
        kind: 'update',
        unit: 'wall',
        edits: [{ resource: 'ConfigMap//a', path: ['data', 'y'], value: '3' }],
      },
    ])
  })

  it('adds a unit that Git never had, where it is selected', () => {
    expect(plan('', '', settings('a', { x: '1' })).wanted).toMatchObject([{ kind: 'add' }])
    expect(plan('', '', settings('a', { x: '1' }), ['shop-*']).wanted).toEqual([])
  })

  it('brings back nothing that Git deleted when it adds what is new beside it', () => {
    const both = `${settings('a', { x: '1' })}---\n${settings('b', { x: '1' })}`
    const [wanted] = plan(settings('a', { x: '1' }), '', both).wanted
    const text = wanted?.kind === 'add' ? wanted.text : ''
    expect(parseUnit(text)).toMatchObject({ resources: [{ key: 'ConfigMap//b' }] })
  })

  it('deletes a unit that ConfigHub withdrew', () => {
    const text = settings('a', { x: '1' })
    expect(plan(text, text, '').wanted).toEqual([{ kind: 'delete', unit: 'wall' }])
  })

  it('names a change that has become a conflict by another digest', () => {
    const digests = [settings('a', { x: '1' }), settings('a', { x: '2' })].map(
      (git) => plan(settings('a', { x: '1' }), git, settings('a', { x: '3' })).digest,
    )
    expect(new Set(digests).size).toBe(2)
  })
})

import * as fc from 'fast-check'
import { expect } from 'vitest'
import { compareThreeWay, type ThreeWayComparison } from '../compare/compare-three-way.ts'
import { type FieldChange, isAgreed, nameChange } from '../compare/field-change.ts'
import type { BaseSet, UnitSet } from '../compare/unit-set.ts'
import { deepEqual } from '../model/deep-equal.ts'
import { formatPath } from '../model/field-path.ts'
import { getField } from '../model/get-field.ts'
import { isJsonList, isJsonObject, type Tree } from '../model/json.ts'
import { readUnitTree } from '../normalize/read-unit-tree.ts'
import { edits, editWorld, shuffleWorld, world, writeWorld } from './kubernetes-world.fixture.ts'
import { mergeThreeWay } from './merge-three-way.ts'

const three = fc
  .record({ start: world, ours: edits, theirs: edits, seed: fc.nat() })
  .map(({ start, ours, theirs, seed }) => {
    const [left, right] = [editWorld(start, ours), editWorld(start, theirs)]
    return {
      base: writeWorld(start, seed),
      left: writeWorld(left, seed),
      right: writeWorld(right, seed),
      // The same, as somebody else would write it.
      shuffled: {
        base: writeWorld(shuffleWorld(start), seed + 1),
        left: writeWorld(shuffleWorld(left), seed + 2),
        right: writeWorld(shuffleWorld(right), seed + 3),
      },
    }
  })

/** The laws of comparing and merging, as properties over generated Kubernetes documents. */
export const laws: Readonly<Record<string, fc.IProperty<unknown>>> = {
  'nothing differs between three times the same, however it is written': fc.property(
    three,
    ({ left, shuffled }) => {
      expect(open(compareThreeWay(left, left, left))).toEqual([])
      expect(compareThreeWay(left, left, left).units).toEqual([])
      expect(open(compareThreeWay(shuffled.left, left, shuffled.left))).toEqual([])
    },
  ),

  'swapping the sides mirrors the classes': fc.property(three, ({ base, left, right }) => {
    const mirrored = list(compareThreeWay(base, right, left), { left: 'right', right: 'left' })
    expect(mirrored.toSorted()).toEqual(list(compareThreeWay(base, left, right)).toSorted())
  }),

  'the order of units, resources and keys, and the handwriting, do not matter': fc.property(
    three,
    ({ base, left, right, shuffled }) => {
      const turned = compareThreeWay(shuffled.base, shuffled.left, shuffled.right)
      expect(list(turned).toSorted()).toEqual(list(compareThreeWay(base, left, right)).toSorted())
    },
  ),

  'merging, then comparing, leaves only the conflicts': fc.property(three, ({ base, left, right }) => {
    const [onLeft, onRight] = (['left', 'right'] as const).map((onto) => {
      const merge = mergeThreeWay(base, left, right, { onto })
      for (const unit of merge.units) if (unit.kind === 'refused') throw unit.error
      return merge
    })
    if (onLeft === undefined || onRight === undefined) throw new Error('two merges')
    const conflicts = withConflicts(onRight.units)
    expect(withConflicts(onLeft.units)).toEqual(conflicts)
    const again = compareThreeWay(base, { texts: onLeft.texts }, { texts: onRight.texts })
    const still = open(again).map(
      ({ unit, change }) => `${unit} ${change.resource}${formatPath(change.path)}`,
    )
    expect(still.toSorted()).toEqual(conflicts.toSorted())
  }),

  'a merge loses no edit that one side alone made': fc.property(three, ({ base, left, right }) => {
    for (const onto of ['left', 'right'] as const) {
      const merge = mergeThreeWay(base, left, right, { onto })
      const conflicts = new Set(withConflicts(merge.units))
      for (const { unit, change } of open(merge.comparison)) {
        const key = `${unit} ${change.resource}${formatPath(change.path)}`
        if (change.kind !== 'one-side' || conflicts.has(key)) continue
        const read = readUnitTree(merge.texts.get(unit) ?? '', unit)
        if (read.kind === 'invalid') throw read.error
        const merged = getField(read.tree, [change.resource, ...change.path])
        expect(deepEqual(merged, change[change.side]), `${onto}: ${key}`).toBe(true)
      }
    }
  }),

  'a resource that both sides have is in one unit afterwards': fc.property(three, ({ base, left, right }) => {
    const merge = mergeThreeWay(base, left, right)
    const [ours, theirs, merged] = [left, right, merge].map(listResources)
    const shared = ours?.filter((key) => theirs?.includes(key)) ?? []
    for (const key of shared) expect(merged?.filter((other) => other === key)).toEqual([key])
  }),

  'merging again changes no byte': fc.property(three, ({ base, left, right }) => {
    const once = mergeThreeWay(base, left, right)
    const again = mergeThreeWay(base, left, { texts: once.texts })
    expect(Object.fromEntries(again.texts)).toEqual(Object.fromEntries(once.texts))
  }),

  'what a side decides alone is decided: taking one side leaves no conflict': fc.property(
    three,
    ({ base, left, right }) => {
      const merge = mergeThreeWay(base, left, right, {
        choose: (change) => (change.kind === 'one-side' ? change.side : 'left'),
      })
      expect(withConflicts(merge.units)).toEqual([])
    },
  ),

  'a list whose keys are not known, or do not tell its elements apart, is one value': fc.property(
    three,
    ({ base, left, right }) => {
      const comparison = compareThreeWay(base, left, right)
      for (const { unit, change } of all(comparison)) {
        const walked = change.path.findIndex((segment) => segment.startsWith('['))
        if (walked < 0) continue
        expect(change.resource).not.toContain('Thing')
        const path = [change.resource, ...change.path.slice(0, walked)]
        for (const side of [base, left, right]) expect(areKeysUnique(side, unit, path)).toBe(true)
      }
    },
  ),
}

function listResources({ texts }: Pick<UnitSet, 'texts'>): readonly string[] {
  return [...texts].flatMap(([unit, text]) => {
    const read = readUnitTree(text, unit)
    if (read.kind === 'invalid') throw read.error
    return Object.keys(read.tree)
  })
}

function all({
  units,
}: ThreeWayComparison): readonly { readonly unit: string; readonly change: FieldChange }[] {
  return units.flatMap((item) => {
    if (item.kind !== 'compared') throw new Error(`${item.unit} is ${item.kind}`)
    return item.changes.map((change) => ({ unit: item.unit, change }))
  })
}

function open(comparison: ThreeWayComparison) {
  return all(comparison).filter(({ change }) => !isAgreed(change))
}

// Whether an agreement is one of order or of spelling may depend on the spelling.
function list(comparison: ThreeWayComparison, sides = { left: 'left', right: 'right' }): readonly string[] {
  return open(comparison).map(
    ({ unit, change }) => `${unit} ${change.resource}${formatPath(change.path)} ${nameChange(change, sides)}`,
  )
}

function withConflicts(units: ReturnType<typeof mergeThreeWay>['units']): readonly string[] {
  return units.flatMap((unit) => {
    if (unit.kind !== 'merged' && unit.kind !== 'refused') throw new Error(`${unit.unit} is ${unit.kind}`)
    return unit.conflicts.map((change) => `${unit.unit} ${change.resource}${formatPath(change.path)}`)
  })
}

function areKeysUnique(set: UnitSet | BaseSet, unit: string, path: readonly string[]): boolean {
  const read = readUnitTree(set.texts.get(unit) ?? '', unit)
  if (read.kind === 'invalid') throw read.error
  const found: Tree = getField(read.tree, path)
  if (!isJsonList(found)) return true
  const keys = found.map((item) =>
    isJsonObject(item)
      ? `${String(item['name'] ?? '')} ${String(item['containerPort'] ?? '')} ${String(item['protocol'] ?? 'TCP')}`
      : '',
  )
  return new Set(keys).size === keys.length && !keys.includes('')
}

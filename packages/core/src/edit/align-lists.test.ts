import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../model/json.ts'
import { alignLists } from './align-lists.ts'

/** What the steps make of the old list. */
function follow(before: readonly Json[], after: readonly Json[], keys?: readonly string[]): readonly Json[] {
  const result = [...before]
  for (const step of alignLists(before, after, keys).toReversed()) {
    if (step.kind === 'remove') result.splice(step.from, 1)
    else result.splice(step.from, step.kind === 'keep' ? 1 : 0, after[step.to] ?? null)
  }
  return result
}

describe('alignLists', () => {
  test('leads from any list to any other', () => {
    const list = fc.array(fc.constantFrom<Json>('a', 'b', 'c', { name: 'a' }, { name: 'b', v: 1 }), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(list, list, fc.option(fc.constant(['name']), { nil: undefined }), (before, after, keys) => {
        expect(follow(before, after, keys)).toEqual(after)
      }),
    )
  })

  test('keeps what stays, by value or by key', () => {
    expect(alignLists(['a', 'b', 'c'], ['a', 'c'], undefined)).toEqual([
      { kind: 'keep', from: 0, to: 0 },
      { kind: 'remove', from: 1 },
      { kind: 'keep', from: 2, to: 1 },
    ])
    expect(alignLists([{ name: 'a' }, { name: 'b', v: 1 }], [{ name: 'b', v: 2 }], ['name'])).toEqual([
      { kind: 'remove', from: 0 },
      { kind: 'keep', from: 1, to: 0 },
    ])
  })

  test('pairs long lists by place', () => {
    const long = Array.from({ length: 600 }, (_, index) => index)
    expect(follow(long, long.slice(1))).toEqual(long.slice(1))
  })
})

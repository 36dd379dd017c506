import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../model/json.ts'
import { applyEdits } from './apply-edits.ts'

const named = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })
const before = new Map([
  ['ConfigMap//a', named('a')],
  ['ConfigMap//b', named('b')],
])

describe('applyEdits', () => {
  test('sets, removes and adds, and leaves what was given', () => {
    const after = applyEdits(before, [
      { resource: 'ConfigMap//a', path: ['data', 'k'], value: 'v' },
      { resource: 'ConfigMap//b', path: [], value: undefined },
      { resource: 'ConfigMap//c', path: [], value: named('c') },
    ])
    expect([...after]).toEqual([
      ['ConfigMap//a', { ...named('a'), data: { k: 'v' } }],
      ['ConfigMap//c', named('c')],
    ])
    expect(before.get('ConfigMap//a')).toEqual(named('a'))
    expect(before.size).toBe(2)
  })

  test('removing from a resource that is not there changes nothing', () => {
    expect(applyEdits(before, [{ resource: 'ConfigMap//z', path: ['data'], value: undefined }])).toEqual(
      before,
    )
  })

  test.each([
    ['a field of a missing resource', { resource: 'ConfigMap//z', path: ['data'], value: 1 }],
    ['another identity', { resource: 'ConfigMap//a', path: ['metadata', 'name'], value: 'z' }],
    ['a new resource under a wrong key', { resource: 'ConfigMap//z', path: [], value: named('c') }],
    ['no identity', { resource: 'ConfigMap//a', path: ['kind'], value: undefined }],
  ])('refuses %s', (_, edit) => {
    expect(() => applyEdits(before, [edit])).toThrow('TIDEWAY_EDIT_REFUSED')
  })
})

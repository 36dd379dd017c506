import { describe, expect, test } from 'vitest'
import { getField } from './get-field.ts'
import type { Json, Tree } from './json.ts'
import { setField } from './set-field.ts'

const pod: Json = {
  spec: {
    replicas: 2,
    containers: [
      { name: 'app', image: 'a:1', ports: [{ containerPort: 80 }] },
      { name: 'side', image: 's:1' },
    ],
  },
}

describe('setField and getField', () => {
  test.each<readonly [what: string, path: readonly string[], value: Tree, result: Json]>([
    ['a field', ['a'], 2, { a: 2, b: [{ name: 'x' }] }],
    ['a missing parent', ['c', 'd', 'e'], 1, { a: 1, b: [{ name: 'x' }], c: { d: { e: 1 } } }],
    ['a keyed element below', ['b', '[name=x]', 'v'], 1, { a: 1, b: [{ name: 'x', v: 1 }] }],
    ['an element by index', ['b', '0', 'v'], 1, { a: 1, b: [{ name: 'x', v: 1 }] }],
    ['a missing keyed element', ['b', '[name=y]', 'v'], 1, { a: 1, b: [{ name: 'x' }, { name: 'y', v: 1 }] }],
    ['an element behind the last', ['b', '1'], 'z', { a: 1, b: [{ name: 'x' }, 'z'] }],
    [
      'a missing list',
      ['c', '[port=80]', 'name'],
      'n',
      { a: 1, b: [{ name: 'x' }], c: [{ port: 80, name: 'n' }] },
    ],
    ['a field to null', ['a'], null, { a: null, b: [{ name: 'x' }] }],
    ['the field away', ['a'], undefined, { b: [{ name: 'x' }] }],
    ['the last element away', ['b', '[name=x]'], undefined, { a: 1, b: [] }],
    ['the last field away', ['b', '0', 'name'], undefined, { a: 1, b: [{}] }],
    ['the whole', [], 'x', 'x'],
  ])('sets %s', (_, path, value, result) => {
    const before = { a: 1, b: [{ name: 'x' }] }
    expect(setField(before, path, value)).toEqual(result)
    expect(before).toEqual({ a: 1, b: [{ name: 'x' }] })
    expect(getField(result, path)).toEqual(value)
  })

  test('finds nested fields', () => {
    expect(getField(pod, ['spec', 'containers', '[name=side]', 'image'])).toBe('s:1')
    expect(
      getField(pod, ['spec', 'containers', '[name=app]', 'ports', '[containerPort=80,protocol=TCP]']),
    ).toEqual({ containerPort: 80 })
    expect(getField(pod, ['spec', 'replicas', 'x'])).toBeUndefined()
    expect(getField(pod, ['spec', 'constructor'])).toBeUndefined()
    expect(getField(undefined, ['a'])).toBeUndefined()
  })

  test('removing what is not there changes nothing', () => {
    for (const path of [['x'], ['x', 'y'], ['spec', 'containers', '[name=z]'], ['spec', 'containers', '9']]) {
      expect(setField(pod, path, undefined)).toBe(pod)
    }
  })

  test('takes __proto__ for a key', () => {
    const changed = setField({}, ['__proto__', 'polluted'], true)
    expect(Reflect.has({}, 'polluted')).toBe(false)
    expect(getField(changed, ['__proto__', 'polluted'])).toBe(true)
  })

  test.each<readonly [path: readonly string[], reason: string]>([
    [['spec', 'replicas', 'x'], 'single value'],
    [['spec', 'containers', 'app', 'image'], 'by its keys or its index'],
    [['spec', 'containers', '7'], 'shorter'],
  ])('refuses %j', (path, reason) => {
    expect(() => setField(pod, path, 1)).toThrow(reason)
  })

  test('refuses a segment that several elements match', () => {
    const list = {
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }
    expect(() => setField(list, ['env', '[name=A]', 'value'], '3')).toThrow('several elements')
    expect(getField(list, ['env', '[name=A]'])).toBeUndefined()
  })
})

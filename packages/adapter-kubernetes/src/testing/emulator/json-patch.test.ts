import { expect, test } from 'vitest'
import { applyJsonPatch } from './json-patch.ts'

const object = { data: { a: '1', 'x/y': '2' }, list: ['p', 'q'] }

test('each operation of RFC 6902 does what it says', () => {
  expect(
    applyJsonPatch(object, [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '3' },
      { op: 'remove', path: '/data/x~1y' },
      { op: 'add', path: '/list/1', value: 'between' },
      { op: 'add', path: '/list/-', value: 'last' },
      { op: 'copy', from: '/list/0', path: '/copied' },
      { op: 'move', from: '/data/a', path: '/moved' },
    ]),
  ).toEqual({ data: {}, list: ['p', 'between', 'q', 'last'], copied: 'p', moved: '3' })
})

test.each([
  [{ op: 'replace', path: '/data/none', value: 1 }, 422],
  [{ op: 'test', path: '/data/a', value: 'other' }, 422],
  [{ op: 'remove', path: '/list/9' }, 422],
  [{ op: 'burn', path: '/data' }, 400],
])('%j does not fit: %i', (operation, code) => {
  expect(() => applyJsonPatch(object, [operation])).toThrow(expect.objectContaining({ code }))
})

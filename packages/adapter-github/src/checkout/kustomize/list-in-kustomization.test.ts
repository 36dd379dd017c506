import { describe, expect, test } from 'vitest'
import { listInKustomization } from './list-in-kustomization.ts'

describe('a kustomization', () => {
  test.each([
    ['resources:\n- a\n', 'resources:\n- a\npatches:\n- path: p\n'],
    ['resources:\n  - a # b', 'resources:\n  - a # b\npatches:\n  - path: p'],
    ['patches:\n- path: a # b\n# c\nimages: []\n', 'patches:\n- path: a # b\n- path: p\n# c\nimages: []\n'],
    [
      'patches:\n  - target: {kind: A}\n    patch: |-\n      - op: remove\n        path: /x\nnamespace: n\n',
      'patches:\n  - target: {kind: A}\n    patch: |-\n      - op: remove\n        path: /x\n  - path: p\nnamespace: n\n',
    ],
    ['patches:\r\n- path: a\r\n', 'patches:\r\n- path: a\r\n- path: p\r\n'],
    ['patches:\n- path: a', 'patches:\n- path: a\n- path: p'],
    ['patches: []\n', 'patches:\n- path: p\n'],
    ['patches: [{path: a}]\n', 'patches: [{path: a}, {path: p}]\n'],
    ['patches:\n', 'patches:\n- path: p\n'],
  ])('lists one more patch in %j', (text, expected) => {
    expect(listInKustomization(text, 'patches', { path: 'p' })).toBe(expected)
  })

  test.each(['- a\n', 'a: [\n', 'a: 1\na: 2\n'])('has no place for it in %j', (text) =>
    expect(listInKustomization(text, 'patches', { path: 'p' })).toBeUndefined(),
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPolicy } from './check-policy.ts'
import { coversGlob, globsMeet } from './covers-glob.ts'
import { definePolicy } from './define-policy.ts'
import { matchesGlob } from './matches-glob.ts'
import type { PolicyFileRule } from './policy-file.ts'
import { mergePolicy, presets } from './presets.ts'

const check = (...rules: readonly PolicyFileRule[]) =>
  checkPolicy(definePolicy({ name: 'p', extends: [mergePolicy], rules }))

describe('checkPolicy', () => {
  it('finds a rule that a later one hides, also by globs and by paths above', () => {
    expect(
      check(
        { id: 'narrow', match: { unit: 'web-api', path: '/spec/replicas' }, decide: 'hold' },
        { id: 'wide', match: { unit: 'web-*', path: '/spec' }, decide: 'block' },
      ),
    ).toMatchObject([{ kind: 'hidden', rule: 'narrow', other: 'wide' }])
  })

  it('lets a wide rule stand before a narrow one', () => {
    expect(
      check(
        { id: 'wide', match: { path: '/spec' }, decide: 'block' },
        { id: 'narrow', match: { path: '/spec/replicas' }, decide: 'hold' },
      ),
    ).toEqual([])
  })

  it('finds a rule that an enforced one before it hides', () => {
    expect(
      check(
        { id: 'must', enforced: true, match: { kind: '*' }, decide: 'block' },
        { id: 'late', match: { kind: 'Role' }, decide: 'leave' },
      ),
    ).toMatchObject([{ kind: 'hidden', rule: 'late', other: 'must' }])
  })

  it('finds enforced rules that contradict, and not those that cannot meet', () => {
    expect(
      check(
        { id: 'a', enforced: true, match: { unit: 'web-*' }, decide: 'block' },
        { id: 'b', enforced: true, match: { unit: '*-api' }, decide: 'hold' },
        { id: 'c', enforced: true, match: { unit: 'db' }, decide: 'leave' },
      ),
    ).toMatchObject([{ kind: 'contradiction', rule: 'a', other: 'b' }])
  })

  it('finds a rule that can never match', () => {
    expect(
      check({ id: 'never', match: { change: 'git-only', author: 'person' }, decide: 'leave' }),
    ).toMatchObject([{ kind: 'never-matches', rule: 'never' }])
  })

  it('has nothing to say of the presets', () => {
    expect(presets.flatMap(checkPolicy)).toEqual([])
  })
})

const glob = fc
  .array(fc.constantFrom('a', 'b', '/', '*', '**'), { maxLength: 5 })
  .map((parts) => parts.join(''))
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 })

describe('globs', () => {
  it('what a glob covers, it matches', () => {
    fc.assert(
      fc.property(glob, glob, text, (wide, narrow, word) => {
        fc.pre(coversGlob(wide, narrow) && matchesGlob(narrow, word))
        expect(matchesGlob(wide, word)).toBe(true)
      }),
    )
  })

  it('two globs that match one text meet', () => {
    fc.assert(
      fc.property(glob, glob, text, (one, other, word) => {
        fc.pre(matchesGlob(one, word) && matchesGlob(other, word))
        expect(globsMeet(one, other)).toBe(true)
      }),
    )
  })

  it('does not meet where nothing can match both', () => {
    expect([globsMeet('a*', 'b*'), globsMeet('*', 'a/b'), globsMeet('*a', 'b*')]).toEqual([
      false,
      false,
      true,
    ])
  })
})

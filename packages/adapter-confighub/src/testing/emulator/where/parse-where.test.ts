import { describe, expect, it } from 'vitest'
import { parseWhere } from './parse-where.ts'

describe('parseWhere', () => {
  it('joins conditions by AND, whatever the case of keywords', () => {
    expect(
      parseWhere("Labels.app.kubernetes.io/name = 'web' and RevisionNum >= 5 AND Slug IN ('a', 'b')"),
    ).toEqual([
      { kind: 'compare', path: 'Labels.app.kubernetes.io/name', by: '=', to: 'web' },
      { kind: 'compare', path: 'RevisionNum', by: '>=', to: 5 },
      { kind: 'in', path: 'Slug', list: ['a', 'b'], negated: false },
    ])
  })

  it('reads LIKE, NOT IN, IS NOT NULL and LEN', () => {
    expect(
      parseWhere("Slug LIKE 'web.%' AND Slug NOT IN ('x') AND Labels.a IS NOT NULL AND LEN(ApplyGates) > 0"),
    ).toEqual([
      { kind: 'like', path: 'Slug', pattern: /^web\..*$/s, negated: false },
      { kind: 'in', path: 'Slug', list: ['x'], negated: true },
      { kind: 'null', path: 'Labels.a', negated: true },
      { kind: 'length', path: 'ApplyGates', by: '>', to: 0 },
    ])
  })

  it('takes an empty expression for no condition', () => {
    expect(parseWhere('  ')).toEqual([])
  })

  it.each([
    ['a backslash', String.raw`Slug = 'a\b'`],
    ['a doubled quote', "Slug = 'it''s'"],
    ['a quote left open', "Slug = 'a"],
    ['OR', "Slug = 'a' OR Slug = 'b'"],
    ['parentheses', "(Slug = 'a')"],
    ['no operator', 'Slug'],
    ['no value', 'Slug ='],
    ['a bare word as value', 'Slug = web'],
    ['an AND too many', "Slug = 'a' AND"],
    ['an open list', "Slug IN ('a'"],
    ['8193 characters', `Slug = '${'a'.repeat(8184)}'`],
  ])('refuses %s with 400', (_, expression) => {
    expect(() => parseWhere(expression)).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('takes 8192 characters', () => {
    expect(parseWhere(`Slug = '${'a'.repeat(8183)}'`)).toHaveLength(1)
  })

  it.each(["Slug ~ 'a'", "ApprovedBy ? 'a'"])('says that it does not model %s', (expression) => {
    expect(() => parseWhere(expression)).toThrow(expect.objectContaining({ status: 501 }))
  })
})

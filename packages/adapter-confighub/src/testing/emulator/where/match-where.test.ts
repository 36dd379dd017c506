import { describe, expect, it } from 'vitest'
import { cataloguesOf } from '../catalogues.ts'
import { resolveOptions } from '../resolve-options.ts'
import { matchWhere } from './match-where.ts'
import { parseWhere } from './parse-where.ts'

const row = {
  entity: {
    Slug: 'web',
    Labels: { tier: 'front' },
    ApplyGates: {},
    HeadRevisionNum: 10,
    UpdatedAt: '2026-03-01T00:00:00.000Z',
  },
  related: { 'Space.Slug': 'prod' },
}
const matches = (expression: string) =>
  matchWhere(cataloguesOf(resolveOptions({})).unit, parseWhere(expression))(row)

describe('matchWhere', () => {
  it.each([
    ["Slug = 'web'", true],
    ["Slug != 'web'", false],
    ["Slug LIKE 'w%'", true],
    ["Slug LIKE 'W%'", false],
    ["Slug ILIKE 'W_b'", true],
    ["Slug NOT LIKE 'x%'", true],
    ["Slug IN ('api', 'web')", true],
    ["Slug NOT IN ('api', 'web')", false],
    ['HeadRevisionNum > 9', true],
    ['HeadRevisionNum <= 9', false],
    ["UpdatedAt > '2026-02-28T23:59:59Z'", true],
    ["UpdatedAt >= '2026-03-01T01:00:00+01:00'", true],
    ["Labels.tier = 'front' AND Space.Slug = 'prod'", true],
    ["Labels.tier = 'front' AND Space.Slug = 'dev'", false],
    ['Labels.team IS NULL', true],
    ['Labels.tier IS NOT NULL', true],
    ['LEN(ApplyGates) = 0', true],
    ['LEN(Labels) > 1', false],
  ])('%s is %s', (expression, expected) => {
    expect(matches(expression)).toBe(expected)
  })

  it('lets a missing label satisfy no comparison, not even an unequal one', () => {
    expect(matches("Labels.team = 'a'")).toBe(false)
    expect(matches("Labels.team != 'a'")).toBe(false)
  })

  it.each([
    "Nonsense = 'a'",
    "slug = 'web'",
    "Labels.constructor.name = 'a' AND Nonsense.x = 'a'",
    "HeadRevisionNum = 'ten'",
    'Slug = 3',
    "Labels = 'a'",
    "UpdatedAt > 'yesterday'",
    'LEN(Slug) > 0',
    "HeadRevisionNum LIKE '1%'",
  ])('refuses %s with 400', (expression) => {
    expect(() => matches(expression)).toThrow(expect.objectContaining({ status: 400 }))
  })

  it('says that it does not model a condition on annotations', () => {
    const call = () => matchWhere(cataloguesOf(resolveOptions({})).unit, parseWhere('Annotations IS NULL'))
    expect(call).toThrow(expect.objectContaining({ status: 501 }))
  })
})

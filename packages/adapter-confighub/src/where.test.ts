import { expect, it } from 'vitest'
import { joinWhere, slugConditions } from './where.ts'

it('joins conditions with AND, and leaves out what is absent', () => {
  expect(joinWhere(["Labels.tier = 'a'", undefined, '', "Slug = 'web'"])).toBe(
    "Labels.tier = 'a' AND Slug = 'web'",
  )
  expect(joinWhere([undefined])).toBe('')
})

it('names each slug once, in conditions that fit into a request line', () => {
  expect(slugConditions(['web', 'api', 'web'])).toEqual([
    { slugs: ['web', 'api'], where: "Slug IN ('web', 'api')" },
  ])
  expect(slugConditions([])).toEqual([])
  const slugs = Array.from({ length: 300 }, (_, index) => `${'a'.repeat(124)}${index}`)
  const conditions = slugConditions(slugs)
  expect(conditions.flatMap((condition) => condition.slugs)).toEqual(slugs)
  for (const { where } of conditions) {
    expect(where.length).toBeLessThan(8192)
    expect(new URLSearchParams({ where }).toString().length).toBeLessThan(6100)
  }
})

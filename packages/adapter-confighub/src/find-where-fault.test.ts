import { expect, it } from 'vitest'
import { findWhereFault } from './find-where-fault.ts'

it.each([
  'HeadRevisionNum > 0',
  "Labels.tier = 'ORANGE' AND Slug IN ('a', 'b')",
  "LEN(ApplyGates) > 0 AND LastChangeDescription LIKE '%this OR that%'",
  "Labels.tier IS NULL AND DisplayName = ''",
])('lets %s be', (expression) => {
  expect(findWhereFault(expression)).toBeUndefined()
})

it.each([
  ["Slug = 'a", 'other half'],
  ["Slug = 'it''s'", 'does not escape'],
  ["Slug = 'a\\'", 'backslash'],
  ["Slug = 'a' OR Slug = 'b'", 'OR'],
  ["Slug = 'a' or Slug = 'b'", 'OR'],
  ["(Slug = 'a')", 'parentheses'],
  ["HeadRevisionNum > 0 AND (Slug = 'a')", 'parentheses'],
  ["AND Slug = 'a'", 'AND'],
])('refuses %s', (expression, words) => {
  expect(findWhereFault(expression)).toContain(words)
})

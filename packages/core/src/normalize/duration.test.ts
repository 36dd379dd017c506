import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['60s', '1m0s'],
  ['1h', '60m'],
  ['1.5h', '1h30m'],
  ['1000ms', '1s'],
  ['.5s', '500ms'],
  ['0', '0s'],
  ['-1m', '-60s'],
])('%s is as long as %s', (one, other) => {
  expect(parseDuration(one)).toBeDefined()
  expect(parseDuration(one)).toBe(parseDuration(other))
})

test.each(['', '1', 's', '1d', '1 s', '1s '])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

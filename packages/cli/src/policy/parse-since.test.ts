import { expect, it } from 'vitest'
import { parseSince } from './parse-since.ts'

const now = Date.parse('2026-11-25T10:00:00Z')

it.each([
  ['30d', '2026-10-26T10:00:00Z'],
  ['2w', '2026-11-11T10:00:00Z'],
  ['12h', '2026-11-24T22:00:00Z'],
  ['90m', '2026-11-25T08:30:00Z'],
  ['2026-11-01', '2026-11-01T00:00:00Z'],
  ['2026-11-01T08:00:00+02:00', '2026-11-01T06:00:00Z'],
])('%s', (word, wanted) => {
  expect(parseSince(word, now)).toBe(Date.parse(wanted))
})

it.each(['30', 'd', '-1d', '30 days', '2026-13-01', '2026-11-01T08:00:00', ''])('refuses %s', (word) => {
  expect(() => parseSince(word, now)).toThrow('expected 30d, 12h, 2w')
})

import { describe, expect, it } from 'vitest'
import { backoffDelay, readRetryAfter } from './retry-delay.ts'

const now = Date.UTC(2026, 0, 1)

describe('the wait before a repetition', () => {
  it('lies anywhere below a bound that doubles up to ten seconds', () => {
    expect([0, 1, 2, 3, 9].map((repetition) => backoffDelay(repetition, () => 1))).toEqual([
      200, 400, 800, 1600, 10_000,
    ])
    expect(backoffDelay(5, () => 0)).toBe(0)
    expect(backoffDelay(1, () => 0.5)).toBe(200)
  })

  it.each([
    [null, undefined],
    ['3', 3000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', undefined],
  ])('is read from Retry-After: %s', (header, wait) => {
    expect(readRetryAfter(header, now)).toBe(wait)
  })
})

import fc from 'fast-check'
import { describe, test } from 'vitest'
import { laws } from './laws-of-merging.fixture.ts'

describe('the laws of comparing and merging', () => {
  test.each(Object.entries(laws))('%s', (_, law) => {
    fc.assert(law, { numRuns: 50 })
  })
})

import fc from 'fast-check'
import { describe, test } from 'vitest'
import { laws } from './laws-of-merging.fixture.ts'

const runs = Number(process.env['TIDEWAY_LAW_RUNS'] ?? 1000)

describe('the laws of comparing and merging, at length', () => {
  test.each(Object.entries(laws))(`%s (${runs} runs)`, (_, law) => {
    fc.assert(law, { numRuns: runs })
  })
})

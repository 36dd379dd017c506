import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentedPolicy, mergePolicy } from '../../decide/presets.ts'
import { foundHistories } from './found-histories.fixture.ts'
import { lawOfTheArchive, playHistory } from './law-of-the-archive.ts'
import { expectNoticed, sabotages } from './sabotages.fixture.ts'

// A failure prints its seed and the shortest history; `npm run test:deep` runs thousands.
describe.each([documentedPolicy, mergePolicy])('the law of the archive under "$name"', (policy) => {
  it('loses no value that somebody set, and comes to rest when everybody is quiet', async () => {
    await fc.assert(lawOfTheArchive(policy), { numRuns: 250 })
  }, 120_000)

  it('holds with a proposal per owner, merged and closed in any order', async () => {
    await fc.assert(lawOfTheArchive(policy, undefined, { kind: 'owners' }), { numRuns: 250 })
  }, 120_000)
})

it.each(foundHistories)('$name, under "$policy.name": loses nothing and comes to rest', async (found) => {
  await expect(playHistory(found.steps, found.policy)).resolves.toBeUndefined()
})

describe('the law of the archive notices', () => {
  it.each(sabotages)('$name', ({ sabotage, seed }) => expectNoticed(sabotage, seed), 120_000)
})

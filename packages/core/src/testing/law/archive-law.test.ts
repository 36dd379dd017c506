import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { documentedPolicy, mergePolicy } from '../../decide/presets.ts'
import { foundHistories } from './found-histories.fixture.ts'
import { lawOfTheArchive, playHistory } from './law-of-the-archive.ts'
import { withoutConditions } from './without-conditions.ts'

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

/** A proposal store that never tells that a proposal was merged. */
function withoutMerges(endpoint: Endpoint): Endpoint {
  const { proposals } = endpoint
  if (proposals === undefined) return endpoint
  return { ...endpoint, proposals: { ...proposals, state: async () => ({ kind: 'unknown' }) } }
}

/** A history that takes everybody for the server. */
function withoutPeople(endpoint: Endpoint): Endpoint {
  const { history } = endpoint
  if (history === undefined) return endpoint
  return {
    ...endpoint,
    history: {
      ...history,
      async *revisions(ref, call) {
        for await (const revision of history.revisions(ref, call)) {
          yield { ...revision, author: { kind: 'automation' } }
        }
      },
    },
  }
}

// What is to be seen is that the law notices, and a seed with which it does so after a hundred histories is as good as any.
const soon = 6

describe('the law of the archive notices', () => {
  it.each([
    ['a sink without conditions', withoutConditions],
    ['proposals that never tell of a merge', withoutMerges],
    ['a history that takes everybody for the server', withoutPeople],
  ])(
    '%s',
    async (_, sabotage) => {
      const result = await fc.check(lawOfTheArchive(mergePolicy, sabotage), {
        numRuns: 4000,
        endOnFailure: true,
        seed: soon,
      })
      expect(String(result.errorInstance)).toMatch(/^Error: (publish|a pull request|at rest|the flows)/)
    },
    120_000,
  )
})

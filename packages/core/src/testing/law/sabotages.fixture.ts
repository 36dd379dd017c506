import fc from 'fast-check'
import { expect } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { mergePolicy } from '../../decide/presets.ts'
import { lawOfTheArchive } from './law-of-the-archive.ts'
import type { Sabotage } from './watched-runs.ts'
import { withoutConditions } from './without-conditions.ts'

/** What spoils a store, and a seed with which the law is soon seen to break. */
export interface Spoilt {
  readonly name: string
  readonly sabotage: Sabotage
  readonly seed: number
}

/** Spoilt stores, of each of which the law has to notice that something is wrong. */
export const sabotages: readonly Spoilt[] = [
  { name: 'a sink without conditions', sabotage: withoutConditions, seed: 6 },
  { name: 'proposals that never tell of a merge', sabotage: withoutMerges, seed: 2 },
  { name: 'a history that takes everybody for the server', sabotage: withoutPeople, seed: 6 },
]

/** Plays up to 4,000 histories, and fails where none of them breaks the law. Default: a seed of its own in each run. */
export async function expectNoticed(sabotage: Sabotage, seed?: number): Promise<void> {
  const result = await fc.check(lawOfTheArchive(mergePolicy, sabotage), {
    numRuns: 4000,
    endOnFailure: true,
    ...(seed === undefined ? {} : { seed }),
  })
  expect(String(result.errorInstance)).toMatch(/^Error: (publish|a pull request|at rest|the flows)/)
}

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

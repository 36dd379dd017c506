import fc from 'fast-check'
import { describe, it } from 'vitest'
import { documentedPolicy, mergePolicy } from '../../decide/presets.ts'
import { type Step, step } from './step.ts'
import { createWorld } from './world.ts'

// `npm run test:deep` runs thousands of histories; a failure prints its seed and the shortest history.
const runs = Number(process.env['TIDEWAY_LAW_RUNS'] ?? 300)

const quietPublish = { kind: 'publish', older: 0, force: false, fault: 'none', at: 0 } as const
const openings: readonly (readonly Step[])[] = [
  [],
  [
    { kind: 'develop-unit', unit: 0, action: 'add' },
    { kind: 'develop-unit', unit: 1, action: 'add' },
    quietPublish,
  ],
]
const history = fc
  .tuple(fc.constantFrom(...openings), fc.array(step, { minLength: 1, maxLength: 30 }))
  .map(([opening, steps]) => [...opening, ...steps])

describe.each([documentedPolicy, mergePolicy])('the law of the archive under "$name"', (policy) => {
  it('loses no value that somebody set, and comes to rest when everybody is quiet', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const world = createWorld(policy)
        for (const item of steps) await world.perform(item)
        await world.settle()
      }),
      { numRuns: runs },
    )
  }, 900_000)
})

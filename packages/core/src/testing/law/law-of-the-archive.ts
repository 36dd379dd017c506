import fc from 'fast-check'
import type { Policy } from '../../decide/policy.ts'
import type { SyncGrouping } from '../../flows/sync/sync-groups.ts'
import { type Step, step } from './step.ts'
import type { Sabotage } from './watched-runs.ts'
import { createWorld } from './world.ts'

const quietPublish = { kind: 'publish', older: 0, force: false, fault: 'none', at: 0 } as const
const openings: readonly (readonly Step[])[] = [
  [],
  [
    { kind: 'add', who: 'developer', resource: 0 },
    { kind: 'add', who: 'developer', resource: 1 },
    quietPublish,
  ],
]
const history = fc
  .tuple(fc.constantFrom(...openings), fc.array(step, { minLength: 1, maxLength: 30 }))
  .map(([opening, steps]) => [...opening, ...steps])

/** The law of the archive, as a property over random histories under a policy. */
export function lawOfTheArchive(
  policy: Policy,
  sabotage?: Sabotage,
  groupBy?: SyncGrouping,
): fc.IAsyncProperty<[Step[]]> {
  return fc.asyncProperty(history, (steps) => playHistory(steps, policy, sabotage, groupBy))
}

/** Plays one history in a new world, lets it settle, and throws where the law is broken. */
export async function playHistory(
  steps: readonly Step[],
  policy: Policy,
  sabotage?: Sabotage,
  groupBy?: SyncGrouping,
): Promise<void> {
  const world = createWorld(policy, sabotage, groupBy)
  for (const item of steps) await world.perform(item)
  await world.settle()
}

import type { Call } from '@tideway/core'
import type { SpaceAccess } from '../space-access.ts'
import { lostRace } from '../write/write-failure.ts'
import type { ChangeSets } from './change-sets.ts'
import { closeStale } from './close-stale.ts'
import { joinChangeSet } from './join-change-set.ts'
import { leaveChangeSet } from './leave-change-set.ts'
import { openChangeSet } from './open-change-set.ts'

/** Creates the ChangeSets of an endpoint. The first write of a run closes what stopped runs have left open. */
export function createChangeSets(space: SpaceAccess): ChangeSets {
  const opened = new Map<string, Promise<string>>()
  const open = async (call: Call): Promise<string> => {
    const id = await openChangeSet(space, call)
    await closeStale(space, id, call)
    return id
  }
  return {
    async within(unit, write, call, send) {
      const opening = opened.get(call.runId) ?? open(call)
      opened.set(call.runId, opening)
      // A failure is not remembered: the next write tries again.
      const id = await opening.catch((error: unknown) => {
        opened.delete(call.runId)
        throw error
      })
      const joined = await joinChangeSet(space, unit, { id, description: write.description }, call)
      try {
        // Joining makes a revision, with the content that there was.
        const moved = joined.digest !== unit.digest || joined.revision > unit.revision + 1
        if (!moved) return await send(joined, id)
        const late = { key: write.key, ref: { unit: unit.slug }, expected: `${unit.revision}` }
        return lostRace(space, late, `${joined.revision}`)
      } finally {
        await leaveChangeSet(space, unit, id, call)
      }
    },
  }
}

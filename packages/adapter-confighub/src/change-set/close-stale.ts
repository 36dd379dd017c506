import type { Call } from '@tideway/core'
import type { SpaceAccess } from '../space-access.ts'
import { leaveAll } from './leave-all.ts'
import { listChangeSets } from './list-change-sets.ts'
import { prefix } from './open-change-set.ts'

// A unit is in a ChangeSet only while it is written; a younger one may be another run's, at work.
const staleAfterMs = 600_000
const mostLooked = 200
const atOnce = 50

/** Has units leave the ChangeSets of runs of ours that stopped in between. Throws an `AdapterError`. */
export async function closeStale(space: SpaceAccess, ownId: string, call: Call): Promise<void> {
  const ours = await listChangeSets(space, `Slug LIKE '${prefix}%'`, call)
  const stale = ours
    .filter(({ id, createdAt }) => id !== ownId && createdAt < call.now() - staleAfterMs)
    .slice(0, mostLooked)
  for (let start = 0; start < stale.length; start += atOnce) {
    const ids = stale.slice(start, start + atOnce).map(({ id }) => id)
    await leaveAll(space, ids, call)
  }
}

import { AdapterError, type Call } from '@tideway/core'
import { listRevisions } from '../history/list-revisions.ts'
import { getUnit } from '../read/get-unit.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'

// The figures of cub's --wait (sdk, cmd/cub/unit_update.go).
const firstDelayMs = 25
const longestDelayMs = 250
const mostLooks = 100

/**
 * Waits for the server's triggers after a write, and answers the revision that the write ended in: the written
 * one, or the last that the server itself put on top of it. A person's revision on top is not part of it.
 * Never fails: the write has happened, and without an answer its own revision stands.
 */
export async function awaitTriggers(space: SpaceAccess, written: RemoteUnit, call: Call): Promise<number> {
  if (!written.awaitsTriggers) return written.revision
  try {
    const settled = await pollTriggers(space, written, call)
    return settled === undefined
      ? written.revision
      : await lastOfServer(space, written, settled.revision, call)
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    call.logger.warn(`${space.options.endpoint}: cannot tell whether triggers changed unit ${written.slug}`, {
      code: error.code,
    })
    return written.revision
  }
}

async function pollTriggers(
  space: SpaceAccess,
  written: RemoteUnit,
  call: Call,
): Promise<RemoteUnit | undefined> {
  for (let look = 0; look < mostLooks && !call.signal.aborted; look += 1) {
    await space.options.sleep(Math.min(longestDelayMs, firstDelayMs * 2 ** look), call.signal)
    const unit = await getUnit(space, written.id, written.slug, call)
    if (unit === undefined || !unit.awaitsTriggers) return unit
  }
  call.logger.warn(`${space.options.endpoint}: unit ${written.slug} still awaits its triggers`)
  return undefined
}

async function lastOfServer(
  space: SpaceAccess,
  written: RemoteUnit,
  head: number,
  call: Call,
): Promise<number> {
  if (head <= written.revision) return written.revision
  const later = await listRevisions(space, written, { from: written.revision + 1, to: head }, call)
  let last = written.revision
  for (const revision of later.toReversed()) {
    if (!revision.byServer) break
    last = revision.number
  }
  return last
}

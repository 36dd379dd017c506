import { AdapterError, type Call } from '@tideway/core'
import { listRevisions } from '../history/list-revisions.ts'
import { getUnit } from '../read/get-unit.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'

// The figures of cub's --wait (sdk, cmd/cub/unit_update.go); it gives up after about 25 seconds.
const firstDelayMs = 25
const longestDelayMs = 250

/** What a write ended in, once the server's triggers have run. */
export interface Settled {
  /** The written revision, or the last that the server itself put on top of it; never a person's. */
  readonly revision: number
  /** The unit as it was last seen. */
  readonly unit: RemoteUnit
}

/**
 * Waits for the server's triggers after a write, until the deadline of `triggersTimeoutMs`.
 * Never fails: the write has happened, and without an answer its own revision stands.
 */
export async function awaitTriggers(space: SpaceAccess, written: RemoteUnit, call: Call): Promise<Settled> {
  const asWritten = { revision: written.revision, unit: written }
  if (!written.awaitsTriggers) return asWritten
  try {
    const unit = await pollTriggers(space, written, call)
    if (unit === undefined || unit.awaitsTriggers) return asWritten
    return { revision: await lastOfServer(space, written, unit.revision, call), unit }
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    call.logger.warn(`${space.options.endpoint}: cannot tell whether triggers changed unit ${written.slug}`, {
      code: error.code,
    })
    return asWritten
  }
}

async function pollTriggers(
  { options, ...space }: SpaceAccess,
  written: RemoteUnit,
  call: Call,
): Promise<RemoteUnit | undefined> {
  const start = call.now()
  let unit: RemoteUnit | undefined = written
  let waited = 0
  for (let look = 0; unit?.awaitsTriggers && !call.signal.aborted; look += 1) {
    const left = options.triggersTimeoutMs - Math.max(waited, call.now() - start)
    if (left <= 0) break
    const delay = Math.min(left, longestDelayMs, firstDelayMs * 2 ** look)
    await options.sleep(delay, call.signal)
    waited += delay
    unit = await getUnit({ options, ...space }, written.id, written.slug, call)
  }
  return unit
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

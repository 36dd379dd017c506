import { AdapterError, type Call } from '@tideway/core'
import { listRevisions } from '../history/list-revisions.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import type { Settled } from './await-triggers.ts'

const mostNamed = 5

/**
 * Finds what has to be said of a write that happened: another writer was overwritten, gates keep the unit from
 * being released or applied, or the server has not judged it yet. Undefined where there is nothing to say.
 */
export async function findRemark(
  space: SpaceAccess,
  before: RemoteUnit,
  written: RemoteUnit,
  settled: Settled,
  call: Call,
): Promise<AdapterError | undefined> {
  const { endpoint, triggersTimeoutMs } = space.options
  const { slug } = before
  if (!space.driver.conditionalWrites) {
    const lost = await findOverwritten(space, before, written, call)
    if (lost !== undefined) return lost
  }
  const { gates, awaitsTriggers } = settled.unit
  if (gates.length > 0) {
    const more = gates.length > mostNamed ? ` and ${gates.length - mostNamed} more` : ''
    return new AdapterError({
      kind: 'invalid-request',
      endpoint,
      message: `unit ${slug} is written, and ConfigHub’s checks keep it from being released: ${gates.slice(0, mostNamed).join(', ')}${more}`,
      next: `see what they ask for (cub unit get ${slug}), and correct the configuration or have it approved`,
    })
  }
  if (!awaitsTriggers) return undefined
  return new AdapterError({
    kind: 'unavailable',
    endpoint,
    message: `unit ${slug} is written, and ConfigHub has not run its triggers on it within ${triggersTimeoutMs} ms`,
    next: `look at it later (cub unit get ${slug}), or raise triggersTimeoutMs`,
  })
}

/** Where a write has no condition, somebody's revision can lie between what was read and what was written. */
async function findOverwritten(
  space: SpaceAccess,
  before: RemoteUnit,
  written: RemoteUnit,
  call: Call,
): Promise<AdapterError | undefined> {
  const range = { from: before.revision + 1, to: written.revision }
  if (range.to <= range.from) return undefined
  const since = await listRevisions(space, before, range, call)
  const people = since.filter((revision) => !revision.byServer)
  // One of them is the write itself, the newest.
  const lost = people.slice(1).map(({ number }) => number)
  if (lost.length === 0) return undefined
  return new AdapterError({
    kind: 'lost-race',
    endpoint: space.options.endpoint,
    message: `unit ${before.slug} is written, over revision ${lost.join(', ')}, which somebody else wrote meanwhile`,
    next: `look at what it changed (tideway history --unit ${before.slug}), and write that again`,
  })
}

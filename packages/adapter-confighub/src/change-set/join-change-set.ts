import { AdapterError, type Call } from '@tideway/core'
import { unitPath } from '../found-space.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { parseWriteAnswer } from '../write/parse-write-answer.ts'
import { shortenDescription } from '../write/shorten-description.ts'
import { leaveChangeSet } from './leave-change-set.ts'

/**
 * Has a unit join a ChangeSet, and answers the unit as it is then. Throws an `AdapterError` where it has not
 * joined: one of kind `invalid-request` where the unit is in another ChangeSet.
 */
export async function joinChangeSet(
  space: SpaceAccess,
  unit: RemoteUnit,
  { id, description }: { readonly id: string; readonly description: string },
  call: Call,
): Promise<RemoteUnit> {
  const { endpoint } = space.options
  const purpose = `have unit ${unit.slug} join the run’s ChangeSet`
  const reply = await space.client.send(
    {
      method: 'PATCH',
      path: unitPath(space, unit.id),
      headers: { 'Content-Type': 'application/merge-patch+json' },
      // The revision that joining makes is described as what it belongs to.
      body: JSON.stringify({ ChangeSetID: id, LastChangeDescription: shortenDescription(description) }),
      purpose,
    },
    call,
  )
  if (reply.kind === 'failed') {
    if (reply.effect === 'possible') await leaveChangeSet(space, unit, id, call)
    throw reply.error.kind === 'lost-race' ? taken(endpoint, unit.slug, reply.error) : reply.error
  }
  try {
    const { unit: joined, problem } = parseWriteAnswer(reply.answer, purpose, endpoint, call)
    if (problem === undefined) return joined
    throw problem
  } catch (error) {
    await leaveChangeSet(space, unit, id, call)
    throw error
  }
}

function taken(endpoint: string, unit: string, cause: AdapterError): AdapterError {
  return new AdapterError({
    kind: 'invalid-request',
    endpoint,
    message: `unit ${unit} cannot join the run’s ChangeSet: ${cause.message}`,
    next: 'close the ChangeSet that it is in (cub unit get shows it), and run again',
    cause,
  })
}

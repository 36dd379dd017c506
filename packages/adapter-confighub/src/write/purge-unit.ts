import { AdapterError, type Call, type UnitWrite, type WriteOutcome } from '@tideway/core'
import { unitPath } from '../found-space.ts'
import type { SpaceAccess } from '../space-access.ts'
import { findExpected } from './find-expected.ts'
import { failedOutcome } from './write-failure.ts'

/**
 * Removes the record of a unit whose head is the expected revision. ConfigHub has no condition for a DELETE, so
 * a change between the look and the removal, some milliseconds, is not noticed; a withdrawal has no such gap.
 */
export async function purgeUnit(
  space: SpaceAccess,
  write: Extract<UnitWrite, { readonly kind: 'purge' }>,
  call: Call,
): Promise<WriteOutcome> {
  const { key, ref } = write
  const expected = await findExpected(space, write, call)
  if (expected.kind === 'moved') return expected.outcome
  if (expected.kind === 'absent') return { kind: 'unchanged', key }
  const path = unitPath(space, expected.unit.id)
  const reply = await space.client.send({ method: 'DELETE', path, purpose: `remove unit ${ref.unit}` }, call)
  if (reply.kind === 'answered') return { kind: 'written', key }
  const { error } = reply
  // Without a condition a 409 is no race: a delete gate is closed, or something refers to the unit.
  if (error.kind !== 'lost-race') return failedOutcome(key, error, reply.effect)
  return {
    kind: 'refused',
    key,
    error: new AdapterError({ ...gated(space, ref.unit), requestId: error.requestId }),
  }
}

function gated({ options }: SpaceAccess, unit: string) {
  return {
    kind: 'invalid-request',
    endpoint: options.endpoint,
    message: `unit ${unit} may not be removed: it has a delete gate, or something refers to it`,
    next: 'take the gate or the reference away in ConfigHub, or withdraw the unit instead',
  } as const
}

import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { type FoundSpace, unitPath } from '../found-space.ts'
import { type RemoteUnit, unitFields } from './remote-unit.ts'

/** Reads what ConfigHub says of one unit, by id; undefined where there is none. Throws an `AdapterError`. */
export async function getUnit(
  space: FoundSpace,
  id: string,
  slug: string,
  call: Call,
): Promise<RemoteUnit | undefined> {
  const envelope = z.object({ Unit: unitFields(call) })
  try {
    const request = { method: 'GET', path: unitPath(space, id), purpose: `read unit ${slug}` } as const
    return (await space.client.json(request, envelope, call)).Unit
  } catch (error) {
    if (AdapterError.isInstance(error) && error.kind === 'not-found') return undefined
    throw error
  }
}

import { AdapterError, type Call, type ReadResult, type UnitRef } from '@tideway/core'
import type { SeenText } from '../driver/driver.ts'
import { wayOut } from '../http/map-status.ts'
import type { SpaceAccess } from '../space-access.ts'
import { findUnit } from './list-units.ts'
import { type RemoteUnit, unitHead } from './remote-unit.ts'

const mostAttempts = 5

/**
 * Reads one unit so that head and text belong together: the text has the head's DataHash. A unit that changes
 * in between is read again. Throws an `AdapterError` where nothing at all can be read.
 */
export async function readUnit(space: SpaceAccess, ref: UnitRef, call: Call): Promise<ReadResult> {
  try {
    return await readConsistently(space, ref, call)
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.kind === 'aborted' || error.kind === 'unauthorized')
      throw error
    return { kind: 'unreadable', ref, error }
  }
}

async function readConsistently(space: SpaceAccess, ref: UnitRef, call: Call): Promise<ReadResult> {
  let before: (RemoteUnit & { readonly seen: SeenText }) | undefined
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const unit = await findUnit(space, ref.unit, call, 'texts')
    if (unit === undefined) return { kind: 'absent', ref }
    if (unit.id === before?.id && unit.revision === before.revision) throw corrupted(space, ref)
    const known = unit.text ?? space.texts.get(unit.digest)
    const text = known ?? (await space.driver.readText(space, unit, before?.seen, call))
    const digest = text === undefined ? undefined : call.sha256(text)
    if (text !== undefined && digest === unit.digest) {
      space.texts.set(digest, text)
      return { kind: 'unit', head: unitHead(unit), text }
    }
    before = text === undefined || digest === undefined ? undefined : { ...unit, seen: { digest, text } }
  }
  throw new AdapterError({
    kind: 'unavailable',
    endpoint: space.options.endpoint,
    message: `unit ${ref.unit} changed ${mostAttempts} times while it was read`,
    next: wayOut('unavailable'),
  })
}

function corrupted(space: SpaceAccess, ref: UnitRef): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint: space.options.endpoint,
    message: `the bytes of unit ${ref.unit} do not have the DataHash that the server gives for them`,
    next: 'check whether a proxy in between changes answers; if none does, report it to whoever runs the server',
  })
}

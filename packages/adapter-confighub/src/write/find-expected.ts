import type { Call, UnitWrite, WriteOutcome } from '@tideway/core'
import { findUnit } from '../read/list-units.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'
import type { SpaceAccess } from '../space-access.ts'
import { lostRace } from './write-failure.ts'

/** The unit of a write as the write expects it, or the outcome of a write that comes too late. */
export type ExpectedUnit =
  | { readonly kind: 'found'; readonly unit: RemoteUnit }
  /** There is no record, as expected. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'moved'; readonly outcome: WriteOutcome }

/**
 * Looks the unit up right before it is written. The number of its head must be the expected one, and the unit
 * the very one that was read: of one that was deleted and made again, a number says nothing. Where nothing is
 * expected, an empty unit counts as absent. Throws an `AdapterError` where that cannot be told.
 */
export async function findExpected(space: SpaceAccess, write: UnitWrite, call: Call): Promise<ExpectedUnit> {
  const unit = await findUnit(space, write.ref.unit, call)
  if (write.expected === 'absent') {
    if (unit === undefined) return { kind: 'absent' }
    if (unit.digest === call.sha256('')) return { kind: 'found', unit }
  } else {
    const same = write.ref.id === undefined || write.ref.id === unit?.id
    if (unit !== undefined && same && `${unit.revision}` === write.expected) return { kind: 'found', unit }
  }
  return { kind: 'moved', outcome: lostRace(space, write, unit && `${unit.revision}`) }
}

import type { Call } from '../contract/call.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import type { UnitRef } from '../contract/unit-ref.ts'
import { leaveOut, type SkipUnit } from './skip-unit.ts'
import { unreadable } from './unreadable.ts'

/** A unit's head together with its text. */
export interface UnitText {
  readonly head: UnitHead
  readonly text: string
}

/**
 * Reads the texts of the given units; one that is known to be gone by now is missing in the answer.
 * Throws `TIDEWAY_UNREADABLE` for one that cannot be read, and where the answer breaks off before every unit
 * had its own. With `skip`, a unit that cannot be read is told to it instead.
 */
export async function readTexts(
  source: Source,
  units: readonly UnitRef[],
  endpoint: string,
  call: Call,
  skip?: SkipUnit,
): Promise<ReadonlyMap<string, UnitText>> {
  const texts = new Map<string, UnitText>()
  if (units.length === 0) return texts
  const unanswered = new Set(units.map((ref) => ref.unit))
  for await (const item of source.read(units, call)) {
    unanswered.delete(item.kind === 'unit' ? item.head.ref.unit : item.ref.unit)
    if (item.kind === 'unreadable')
      leaveOut(item.ref.unit, unreadable(endpoint, `unit ${item.ref.unit}`, item.error), skip)
    if (item.kind === 'unit') {
      texts.set(item.head.ref.unit, item)
      call.onProgress({ kind: 'unit-read', endpoint, unit: item.head.ref.unit })
    }
  }
  const [missing] = unanswered
  if (missing !== undefined) throw unreadable(endpoint, `unit ${missing}: the answer broke off`)
  return texts
}

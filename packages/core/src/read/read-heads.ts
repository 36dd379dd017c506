import type { Call } from '../contract/call.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import { leaveOut, type SkipUnit } from './skip-unit.ts'
import { unreadable } from './unreadable.ts'

/**
 * Lists all units of a source by name.
 * Throws `TIDEWAY_UNREADABLE` where the listing broke off or a unit could not be read: neither is ever
 * taken for absent. With `skip`, a unit that could not be read is told to it instead.
 */
export async function readHeads(
  source: Source,
  endpoint: string,
  call: Call,
  skip?: SkipUnit,
): Promise<ReadonlyMap<string, UnitHead>> {
  call.onProgress({ kind: 'reading', endpoint })
  const heads = new Map<string, UnitHead>()
  let complete = false
  for await (const item of source.list({}, call)) {
    if (item.kind === 'unreadable')
      leaveOut(item.ref.unit, unreadable(endpoint, `unit ${item.ref.unit}`, item.error), skip)
    else if (item.kind === 'complete') complete = true
    else if (heads.has(item.head.ref.unit))
      throw unreadable(endpoint, `unit ${item.head.ref.unit}, which it lists twice`)
    else heads.set(item.head.ref.unit, item.head)
  }
  if (!complete) throw unreadable(endpoint, 'the listing of units, which broke off')
  return heads
}

import type { Call } from '../contract/call.ts'
import type { Source, UnitHead } from '../contract/source.ts'
import { TidewayError } from '../errors/tideway-error.ts'

/**
 * Lists all units of a source by name.
 * Throws `TIDEWAY_UNREADABLE` where the listing broke off or a unit could not be read: neither is ever
 * taken for absent.
 */
export async function readHeads(
  source: Source,
  endpoint: string,
  call: Call,
): Promise<ReadonlyMap<string, UnitHead>> {
  call.onProgress({ kind: 'reading', endpoint })
  const heads = new Map<string, UnitHead>()
  let complete = false
  for await (const item of source.list({}, call)) {
    if (item.kind === 'unreadable') throw unreadable(endpoint, `unit ${item.ref.unit}`, item.error)
    if (item.kind === 'complete') complete = true
    else heads.set(item.head.ref.unit, item.head)
  }
  if (!complete) throw unreadable(endpoint, 'the listing of units, which broke off')
  return heads
}

/** The error for something that exists but could not be read. */
export function unreadable(endpoint: string, what: string, cause?: unknown): TidewayError {
  return new TidewayError({
    code: 'TIDEWAY_UNREADABLE',
    message: `${endpoint} could not read ${what}`,
    next: 'repair it and run again; nothing was written, since unreadable is never taken for absent',
    cause,
  })
}

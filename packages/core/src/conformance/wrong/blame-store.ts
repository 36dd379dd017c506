import type { Call } from '../../contract/call.ts'
import { toError } from './spoil-errors.ts'

/** Takes a call whose time is up while it waits for a failure of the store. */
export function blameStore(call: Call): (error: unknown) => unknown {
  const wasAborted = call.signal.aborted
  return (error) => (!wasAborted && call.signal.aborted ? toError('unavailable') : error)
}

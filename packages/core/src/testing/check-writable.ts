import type { Call } from '../contract/call.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { checkAborted } from './check-aborted.ts'

/** Throws an `AdapterError` where the call was cancelled, or belongs to a run that may only read. */
export function checkWritable(call: Call, endpoint: string): void {
  checkAborted(call, endpoint)
  if (call.readOnly) throw readOnlyError(endpoint)
}

/** The error of a write in a run that may only read. */
export function readOnlyError(endpoint: string): AdapterError {
  return new AdapterError({
    kind: 'forbidden',
    endpoint,
    message: 'nothing is written, since the run may only read',
    next: 'unset TIDEWAY_READ_ONLY, or set the environment’s mode to write',
  })
}

import type { Call } from '../contract/call.ts'
import { AdapterError } from '../errors/adapter-error.ts'

/** Throws an `AdapterError` of kind `aborted` where the call was cancelled. */
export function checkAborted(call: Call, endpoint: string): void {
  if (call.signal.aborted) throw abortedError(endpoint)
}

/** The error of a call that was cancelled. */
export function abortedError(endpoint: string): AdapterError {
  return new AdapterError({
    kind: 'aborted',
    endpoint,
    message: 'the call was cancelled',
    next: 'run again',
  })
}

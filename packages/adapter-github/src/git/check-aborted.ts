import { AdapterError, type Call } from '@tideway/core'

/** Throws an `AdapterError` of kind `aborted` where the call was cancelled: for what is answered without a request. */
export function checkAborted({ signal }: Call, endpoint: string): void {
  if (signal.aborted) throw abortedError(endpoint)
}

/** What a cancelled call ends with. */
export function abortedError(endpoint: string): AdapterError {
  return new AdapterError({ kind: 'aborted', endpoint, message: 'the run was cancelled', next: 'run again' })
}

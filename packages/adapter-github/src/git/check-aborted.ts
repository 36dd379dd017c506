import { AdapterError, type Call } from '@tideway/core'

/** Throws an `AdapterError` of kind `aborted` where the call was cancelled: for what is answered without a request. */
export function checkAborted({ signal }: Call, endpoint: string): void {
  if (!signal.aborted) return
  throw new AdapterError({ kind: 'aborted', endpoint, message: 'the run was cancelled', next: 'run again' })
}

import { setTimeout as wait } from 'node:timers/promises'
import type { Call } from '@tideway/core'
import { abortedError } from '../git/check-aborted.ts'

/** Waits; throws an `AdapterError` of kind `aborted` where the call ends first. */
export async function pause(milliseconds: number, endpoint: string, call: Call): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal: call.signal })
  } catch {
    throw abortedError(endpoint)
  }
}

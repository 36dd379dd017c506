import { setTimeout as wait } from 'node:timers/promises'
import { AdapterError, type Call } from '@tideway/core'

/** Waits; throws an `AdapterError` of kind `aborted` where the call ends first. */
export async function pause(milliseconds: number, endpoint: string, call: Call): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal: call.signal })
  } catch {
    throw new AdapterError({ kind: 'aborted', endpoint, message: 'the run was cancelled', next: 'run again' })
  }
}

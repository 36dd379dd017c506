import type { Call } from '../contract/call.ts'
import { AdapterError } from '../errors/adapter-error.ts'

/**
 * Waits so many milliseconds, and rejects where the signal is aborted first: in Node.js
 * `(ms, signal) => setTimeout(ms, undefined, { signal })` of `node:timers/promises`.
 */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<unknown>

/** Waits; throws an `AdapterError` of kind `aborted` where the call is cancelled before or meanwhile. */
export async function sleepUnlessAborted(
  sleep: Sleep,
  milliseconds: number,
  { signal }: Call,
  endpoint: string,
): Promise<void> {
  try {
    if (!signal.aborted) await sleep(milliseconds, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (!signal.aborted) return
  throw new AdapterError({ kind: 'aborted', endpoint, message: 'the run was cancelled', next: 'run again' })
}

import type { Call } from '../../contract/call.ts'

/** The same call, but that it was cancelled already goes unnoticed. */
export function unaware(call: Call): Call {
  return call.signal.aborted ? { ...call, signal: new AbortController().signal } : call
}

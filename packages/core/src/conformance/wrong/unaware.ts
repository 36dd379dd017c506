import type { Call } from '../../contract/call.ts'

/** The same call, but nobody can cancel it. */
export function unaware(call: Call): Call {
  return { ...call, signal: new AbortController().signal }
}

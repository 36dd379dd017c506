import { createHash, randomUUID } from 'node:crypto'
import type { Call } from '@tideway/core'
import { isReadOnly, type Variables } from './variables.ts'

/** What a {@link Call} is made from; everything may be left out. */
export interface CallOptions extends Partial<Call> {
  /** Where `TIDEWAY_READ_ONLY` is looked up, if `readOnly` is not given. Default: `process.env`. */
  readonly variables?: Variables | undefined
}

/**
 * Makes the surroundings of a run on Node: `node:crypto` for digests, the system clock, a random run id, a signal
 * that never aborts, a silent logger. Whatever is passed wins.
 *
 * @example
 * const call = createCall({ signal: AbortSignal.timeout(60_000) })
 */
export function createCall(options: CallOptions = {}): Call {
  const { variables = process.env, ...given } = options
  return {
    signal: new AbortController().signal,
    now: Date.now,
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    logger: { debug: () => {}, warn: () => {} },
    onProgress: () => {},
    runId: randomUUID(),
    readOnly: isReadOnly(variables),
    ...given,
  }
}

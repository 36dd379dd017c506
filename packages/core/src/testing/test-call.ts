import type { Call } from '../contract/call.ts'
import { sha256 } from './sha256.ts'
import { createTestClock } from './test-clock.ts'

let calls = 0

/**
 * Makes a deterministic `Call` for tests: a clock that stands still, a silent logger, the digest of `node:crypto`,
 * and run ids that count up. Whatever is passed wins: pass `now` where an adapter measures time, since this clock never
 * moves on.
 */
export function createTestCall(options: Partial<Call> = {}): Call {
  calls += 1
  return {
    signal: new AbortController().signal,
    now: createTestClock().now,
    sha256,
    logger: { debug: () => {}, warn: () => {} },
    onProgress: () => {},
    runId: `run-${calls}`,
    readOnly: false,
    ...options,
  }
}

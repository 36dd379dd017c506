import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { WriteOutcome } from '../contract/sink.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { intercept } from './intercept.ts'
import { type Sleep, sleepUnlessAborted } from './sleep.ts'

/** How {@link withRetry} tries again. */
export interface RetryOptions {
  readonly sleep: Sleep
  /** How often a request is made at most, the first time included. Default: 4. */
  readonly attempts?: number | undefined
  /** The wait before the second attempt, in milliseconds; it doubles each time. Default: 500. */
  readonly delayMs?: number | undefined
  /** The longest wait, in milliseconds; a store that asks for more is not asked again. Default: 60 000. */
  readonly maxDelayMs?: number | undefined
}

/**
 * An endpoint whose requests are made again where that is safe: reads that failed as `unavailable` or `rate-limited`
 * before their first item, and writes that were refused as `rate-limited`, hence had no effect. A write whose
 * outcome is not known is never sent again: whoever sent it has to read first. The last error is the one told.
 *
 * @example
 * const patient = withRetry(endpoint, { sleep: (ms, signal) => setTimeout(ms, undefined, { signal }) })
 */
export function withRetry(endpoint: Endpoint, options: RetryOptions): Endpoint {
  const { sleep, attempts = 4, delayMs = 500, maxDelayMs = 60_000 } = options
  const { name, sink } = endpoint

  /** Waits for the next attempt; false where there is none. */
  const waitFor = async (error: unknown, attempt: number, isWrite: boolean, call: Call): Promise<boolean> => {
    if (!AdapterError.isInstance(error) || attempt >= attempts) return false
    if (error.kind !== 'rate-limited' && (isWrite || error.kind !== 'unavailable')) return false
    const delay = error.retryAfterMs ?? Math.min(delayMs * 2 ** (attempt - 1), maxDelayMs)
    if (delay > maxDelayMs) return false
    await sleepUnlessAborted(sleep, delay, call, name)
    return true
  }

  return {
    ...intercept(endpoint, {
      async ask({ isWrite, call }, run) {
        for (let attempt = 1; ; attempt++) {
          try {
            return await run()
          } catch (error) {
            if (!(await waitFor(error, attempt, isWrite, call))) throw error
          }
        }
      },
      async *stream({ isWrite, call }, items) {
        let isBegun = false
        for (let attempt = 1; ; attempt++) {
          try {
            for await (const item of items()) {
              isBegun = true
              yield item
            }
            return
          } catch (error) {
            if (isBegun || !(await waitFor(error, attempt, isWrite, call))) throw error
          }
        }
      },
    }),
    sink: sink && {
      // One by one, so that a write that is sent again keeps its place.
      async *write(writes, call) {
        for (const write of writes) {
          for (let attempt = 1; ; attempt++) {
            let outcome: WriteOutcome | undefined
            for await (const told of sink.write([write], call)) outcome = told
            const isRefused = outcome?.kind === 'refused' || outcome?.kind === 'not-tried'
            const isAgain = isRefused && !call.signal.aborted
            if (isAgain && (await isWaited(waitFor(outcome?.error, attempt, true, call)))) continue
            if (outcome !== undefined) yield outcome
            break
          }
        }
      },
    },
  }
}

// A sink does not throw for an item: cancelled while it waited, it tells the outcome that it had.
function isWaited(wait: Promise<boolean>): Promise<boolean> {
  return wait.catch(() => false)
}

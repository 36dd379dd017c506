import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { intercept } from './intercept.ts'
import { type Sleep, sleepUnlessAborted } from './sleep.ts'

/** How {@link withRateLimit} spaces requests. */
export interface RateLimitOptions {
  readonly sleep: Sleep
  /** How many requests begin in a second, at most, over time. */
  readonly perSecond: number
  /** How many may begin at once after a pause. Default: 1. */
  readonly burst?: number | undefined
}

/**
 * An endpoint whose requests begin at a limited rate, by the clock of their `Call` (the generic cell rate
 * algorithm of ATM, as limiters of HTTP APIs use it). A call of a method is one request; of `sink.write`, every
 * write is one. Throws a RangeError for a rate or burst that is not positive.
 */
export function withRateLimit(endpoint: Endpoint, options: RateLimitOptions): Endpoint {
  const { sleep, perSecond, burst = 1 } = options
  if (!(perSecond > 0) || !(burst >= 1)) throw new RangeError('a rate is above 0, and a burst at least 1')
  const interval = 1000 / perSecond
  let next = Number.NEGATIVE_INFINITY

  const takeTurn = async (call: Call) => {
    const now = call.now()
    const turn = Math.max(now, next)
    next = turn + interval
    const wait = turn - now - (burst - 1) * interval
    if (wait > 0) await sleepUnlessAborted(sleep, wait, call, endpoint.name)
  }

  const { sink } = endpoint
  return {
    ...intercept(endpoint, {
      async ask({ call }, run) {
        await takeTurn(call)
        return run()
      },
      async *stream({ call }, items) {
        await takeTurn(call)
        yield* items()
      },
    }),
    sink: sink && {
      async *write(writes, call) {
        for (const write of writes) {
          // A cancelled write is answered by the sink itself.
          if (!call.signal.aborted) await takeTurn(call).catch(() => undefined)
          yield* sink.write([write], call)
        }
      },
    },
  }
}

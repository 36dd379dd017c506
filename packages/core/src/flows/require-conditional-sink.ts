import type { Endpoint } from '../contract/endpoint.ts'
import type { Sink } from '../contract/sink.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import { requireMember } from './flow-endpoints.ts'

/**
 * The sink of an endpoint whose writes are conditional, or of one where the run was told to write without.
 * Throws `TIDEWAY_UNCONDITIONAL` for any other.
 */
export function requireConditionalSink(endpoint: Endpoint, unconditional: boolean): Sink {
  if (!endpoint.capabilities.conditionalWrites && !unconditional) {
    throw new TidewayError({
      code: 'TIDEWAY_UNCONDITIONAL',
      message: `${endpoint.name} offers no condition for a write, so a change made meanwhile could be lost`,
      next: 'pass --unconditional if nobody else writes now',
    })
  }
  return requireMember(endpoint, 'sink')
}

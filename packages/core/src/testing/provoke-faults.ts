import type { HarnessSetup, Provocation } from '../conformance/harness.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { createFaultPlan, type Fault } from './fault-plan.ts'
import { createTestCall } from './test-call.ts'
import { withFaults } from './with-faults.ts'

/** What {@link provokeFaults} can bring about. */
export const provocations: readonly Provocation[] = [
  'unreadable',
  'cut-listing',
  'lost-answer',
  'connection-cut',
  'stalled',
  'unauthorized',
  'forbidden',
  'rate-limited',
  'unavailable',
]

/** The common part of a conformance harness for an endpoint in memory: faults are injected before it. */
export function provokeFaults(endpoint: Endpoint): HarnessSetup {
  let fault: Fault | undefined
  // Only one answer gets lost; this many requests come before it.
  let before = 0
  const plan = createFaultPlan(() => {
    const now = fault
    if (now?.kind !== 'after') return now
    if (before > 0) {
      before -= 1
      return undefined
    }
    fault = undefined
    return now
  })
  return {
    endpoint: withFaults(endpoint, plan),
    call: createTestCall(),
    requests: plan.count,
    provoke(what, name) {
      fault = faultFor(what, name)
      before = what === 'connection-cut' ? Number(name) - 1 : 0
    },
    close: async () => {},
  }
}

function faultFor(what: Provocation, name: string | undefined): Fault {
  if (what === 'cut-listing') return { kind: 'cut' }
  if (what === 'stalled') return { kind: 'stall' }
  if (what === 'lost-answer' || what === 'connection-cut') return { kind: 'after' }
  if (what !== 'unreadable') return { kind: 'before', error: what }
  return name === undefined ? { kind: 'before', error: 'invalid-response' } : { kind: 'unreadable', name }
}

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
  'unauthorized',
  'forbidden',
  'rate-limited',
  'unavailable',
]

/** The common part of a conformance harness for an endpoint in memory: faults are injected before it. */
export function provokeFaults(endpoint: Endpoint): HarnessSetup {
  let fault: Fault | undefined
  const plan = createFaultPlan(() => {
    const now = fault
    // Only one answer gets lost.
    if (now?.kind === 'after') fault = undefined
    return now
  })
  return {
    endpoint: withFaults(endpoint, plan),
    call: createTestCall(),
    provoke(what, name) {
      fault = faultFor(what, name)
    },
    close: async () => {},
  }
}

function faultFor(what: Provocation, name: string | undefined): Fault {
  if (what === 'cut-listing') return { kind: 'cut' }
  if (what === 'lost-answer') return { kind: 'after' }
  if (what !== 'unreadable') return { kind: 'before', error: what }
  return name === undefined ? { kind: 'before', error: 'invalid-response' } : { kind: 'unreadable', name }
}

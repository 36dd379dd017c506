import type { AdapterErrorKind } from '@tideway/core'
import type { Provocation } from '@tideway/core/conformance'
import type { FaultRule, RequestSummary } from './testing/emulator/faults.ts'

const statuses: Readonly<
  Record<Exclude<AdapterErrorKind, 'aborted' | 'invalid-response' | 'lost-race'>, number>
> = {
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'invalid-request': 400,
  'rate-limited': 429,
  unavailable: 503,
  unsupported: 501,
  'limit-exceeded': 413,
}

// Milliseconds; longer than a suite waits.
const stall = 300

const isText = ({ path }: RequestSummary) => path.endsWith('/data')

/** What an emulator can be made to do. */
export const provocations: readonly Provocation[] = [
  'unreadable',
  'cut-listing',
  'lost-answer',
  'connection-cut',
  'stalled',
  'invalid-response',
  ...keysOf(statuses),
]

/**
 * The fault that makes a server of a generation do what a suite wants; `named` is the id of the unit, or for
 * `connection-cut` the number of the request, that is meant.
 */
export function provocationFault(
  what: Provocation,
  generation: 'bytes' | 'document',
  named: string | undefined,
): FaultRule {
  return generation === 'document' ? documentFault(what, named) : faultFor(what, named)
}

function faultFor(what: Provocation, named: string | undefined): FaultRule {
  switch (what) {
    case 'unreadable':
      return { match: ({ path }) => path.endsWith(`/${named}/data`), fault: { kind: 'status', status: 403 } }
    case 'cut-listing':
      return { match: ({ query }) => query.has('continue'), fault: { kind: 'truncate' } }
    case 'lost-answer':
      return {
        match: (request) => request.method === 'PUT' && isText(request),
        nth: 1,
        fault: { kind: 'cut-after' },
      }
    case 'connection-cut':
      return { nth: Number(named), fault: { kind: 'cut-after' } }
    case 'stalled':
      return { fault: { kind: 'latency', milliseconds: stall } }
    case 'invalid-response':
      return { fault: { kind: 'html' } }
    case 'lost-race':
      return { fault: { kind: 'status', status: 409 } }
    default:
      return { fault: { kind: 'status', status: statuses[what] } }
  }
}

/** On an older server a unit's text comes in lists, in one piece, and is created with the unit. */
function documentFault(what: Provocation, named: string | undefined): FaultRule {
  const isList = ({ method, path }: RequestSummary) => method === 'GET' && path.endsWith('/unit')
  switch (what) {
    case 'unreadable':
      return {
        match: (request) => isList(request) && request.query.get('select')?.endsWith(',Data') === true,
        fault: { kind: 'status', status: 403 },
      }
    case 'cut-listing':
      return { match: isList, fault: { kind: 'truncate' } }
    case 'lost-answer':
      return { match: ({ method }) => method === 'POST', nth: 1, fault: { kind: 'cut-after' } }
    default:
      return faultFor(what, named)
  }
}

function keysOf<Key extends string>(record: Readonly<Record<Key, number>>): readonly Key[] {
  return Object.keys(record).filter((key): key is Key => key in record)
}

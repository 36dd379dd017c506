import { AdapterError, type AdapterErrorKind } from '@tideway/core'
import { z } from 'zod'

/** An answer with a status that is no success. */
export interface FailedAnswer {
  readonly endpoint: string
  readonly purpose: string
  readonly status: number
  /** The server's own words, fit to be shown; empty where it gave none. */
  readonly message: string
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined
}

const kinds: Readonly<Record<number, AdapterErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'unavailable',
  409: 'lost-race',
  // js-sdk says that a failed If-Match is 409; HTTP says 412 (RFC 9110, 15.5.13).
  412: 'lost-race',
  413: 'limit-exceeded',
  414: 'limit-exceeded',
  // An operation on the unit is in flight.
  423: 'unavailable',
  429: 'rate-limited',
  431: 'limit-exceeded',
  501: 'unsupported',
}

const ways: Readonly<Record<AdapterErrorKind, string>> = {
  unauthorized:
    'check the credentials: the worker’s UUID and secret (cub worker get-envs prints both), or a fresh token',
  forbidden: 'give the worker or user View permission on the space to read, and Edit permission to write',
  'not-found': 'check the name, and that the space is the right one',
  'invalid-request': 'correct what the server names; repeating the request unchanged will not help',
  'invalid-response': 'check the address, and whether a proxy or a login page stands in between',
  'lost-race': 'read again and plan again',
  'rate-limited': 'run again later, or with a lower concurrency',
  unavailable: 'run again; if it stays, check the address and the state of the server',
  unsupported: 'use a server of version v0.4 or newer',
  'limit-exceeded': 'ask for less at once, or raise maxResponseBytes if the answer is to be trusted',
  aborted: 'run again',
}

/** The next step for a kind of failure. */
export function wayOut(kind: AdapterErrorKind): string {
  return ways[kind]
}

/** Tells a failed answer in the words that all adapters share. */
export function mapStatus(failed: FailedAnswer): AdapterError {
  const { endpoint, purpose, status, message, requestId, retryAfterMs } = failed
  const kind = kindOf(status)
  const wait = retryAfterMs === undefined ? '' : `, asking to wait ${Math.ceil(retryAfterMs / 1000)} s`
  return new AdapterError({
    kind,
    endpoint,
    message: `could not ${purpose}: the server answered ${status}${wait}${message === '' ? '' : ` (${message})`}`,
    next: wayOut(kind),
    requestId,
    retryAfterMs,
  })
}

/** Whether a request that was answered with a status may have had an effect all the same. */
export function effectOf(status: number): 'none' | 'possible' {
  return status === 408 || (status >= 500 && status !== 501) ? 'possible' : 'none'
}

function kindOf(status: number): AdapterErrorKind {
  const kind = kinds[status]
  if (kind !== undefined) return kind
  if (status >= 500) return 'unavailable'
  return status >= 400 ? 'invalid-request' : 'invalid-response'
}

// `Message` under /api, `message` under /auth.
const errorBody = z.object({ Message: z.string().optional(), message: z.string().optional() })

/** Reads the server's own words out of the body of an error; empty where there are none. */
export function readErrorMessage(body: string): string {
  try {
    const { Message, message } = errorBody.parse(JSON.parse(body))
    return Message ?? message ?? ''
  } catch {
    return ''
  }
}

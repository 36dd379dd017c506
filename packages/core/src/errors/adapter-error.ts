import type { ErrorCode } from './error-register.ts'
import { type ErrorDetails, TidewayError } from './tideway-error.ts'

/**
 * Why a store did not do what was asked.
 * `unavailable` and `rate-limited` may pass by themselves; the other kinds do not.
 */
export type AdapterErrorKind =
  /** The store does not know who asks: a credential is missing, wrong or expired. */
  | 'unauthorized'
  /** It knows who asks, and does not let them; or the run may only read. */
  | 'forbidden'
  /** What was to be connected to, or to be changed, is not there. A unit that is read and not there is `absent` instead. */
  | 'not-found'
  /** The request itself is wrong, for instance by a name that no unit can have. */
  | 'invalid-request'
  /** The store answered, and the answer makes no sense. */
  | 'invalid-response'
  /** The store is no longer as `expected` says. */
  | 'lost-race'
  /** Too many requests; `retryAfterMs` says how long to wait, where the store does. Nothing was done. */
  | 'rate-limited'
  /** No answer, or one that says that the store does not work now. A write may have been carried out. */
  | 'unavailable'
  /** The endpoint lacks this ability. */
  | 'unsupported'
  /** Too large or too many for the store. */
  | 'limit-exceeded'
  /** The caller cancelled, or its time was up. */
  | 'aborted'

const codes: Readonly<Record<AdapterErrorKind, ErrorCode>> = {
  unauthorized: 'TIDEWAY_UNAUTHORIZED',
  forbidden: 'TIDEWAY_FORBIDDEN',
  'not-found': 'TIDEWAY_NOT_FOUND',
  'invalid-request': 'TIDEWAY_INVALID_REQUEST',
  'invalid-response': 'TIDEWAY_INVALID_RESPONSE',
  'lost-race': 'TIDEWAY_LOST_RACE',
  'rate-limited': 'TIDEWAY_RATE_LIMITED',
  unavailable: 'TIDEWAY_UNAVAILABLE',
  unsupported: 'TIDEWAY_UNSUPPORTED',
  'limit-exceeded': 'TIDEWAY_LIMIT_EXCEEDED',
  aborted: 'TIDEWAY_ABORTED',
}

/** What an {@link AdapterError} is made of. */
export interface AdapterErrorDetails extends Omit<ErrorDetails, 'code'> {
  readonly kind: AdapterErrorKind
  /** Default: the one of its kind. */
  readonly code?: ErrorCode | undefined
  /** The endpoint's name, as `Endpoint.name` gives it. */
  readonly endpoint: string
  /** The store's id of the failed request, where it gave one. */
  readonly requestId?: string | undefined
  /** How long the store asked to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined
}

/** A failure of a store or of the way to it, told in the same words by every adapter. */
export class AdapterError extends TidewayError {
  readonly kind: AdapterErrorKind
  readonly endpoint: string
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined
  readonly isAdapterError: true = true

  constructor(details: AdapterErrorDetails) {
    const request = details.requestId === undefined ? '' : ` (request ${details.requestId})`
    super({
      code: details.code ?? codes[details.kind],
      message: `${details.endpoint}: ${details.message}${request}`,
      next: details.next,
      cause: details.cause,
    })
    this.name = 'AdapterError'
    this.kind = details.kind
    this.endpoint = details.endpoint
    this.requestId = details.requestId
    this.retryAfterMs = details.retryAfterMs
  }

  static override isInstance(value: unknown): value is AdapterError {
    return typeof value === 'object' && value !== null && 'isAdapterError' in value
  }
}

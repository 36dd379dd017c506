import type { ErrorCode } from './error-register.ts'

/** What a {@link TidewayError} is made of. */
export interface ErrorDetails {
  readonly code: ErrorCode
  /** What happened, to what, and why; one sentence, no secret. */
  readonly message: string
  /** What to do next; one sentence. */
  readonly next: string
  readonly cause?: unknown
}

/**
 * Every error that tideway throws: a stable code, what happened, and what to do next.
 * `message` holds all three, in the form `CODE  what happened; what to do next`.
 */
export class TidewayError extends Error {
  readonly code: ErrorCode
  /** What happened, to what, and why: the middle part of `message`. */
  readonly problem: string
  readonly next: string
  /** Set on every error of tideway, whichever copy of the package threw it. */
  readonly isTidewayError: true = true

  constructor(details: ErrorDetails) {
    super(`${details.code}  ${details.message}; ${details.next}`, { cause: details.cause })
    this.name = 'TidewayError'
    this.code = details.code
    this.problem = details.message
    this.next = details.next
  }

  /** Recognises errors of other copies of this package too, which `instanceof` does not. */
  static isInstance(value: unknown): value is TidewayError {
    return typeof value === 'object' && value !== null && 'isTidewayError' in value
  }
}

/** What a fault rule is asked about. */
export type FaultTarget = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly body: string
}

/** What goes wrong with a request, before or after it has its effect. */
export type Fault =
  /** An answer with this status, before (default) or after the request took effect. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly message?: string
      readonly headers?: Readonly<Record<string, string>>
      readonly when?: 'before' | 'after'
    }
  /** The connection ends before the request has an effect. */
  | { readonly kind: 'cut-before' }
  /** The connection ends after the request took effect, without an answer. */
  | { readonly kind: 'cut-after' }
  /** The request takes so much longer. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The request takes effect, and the connection ends after so many bytes of the answer's body (default: half). */
  | { readonly kind: 'truncate'; readonly bytes?: number }
  /** A proxy's page of HTML instead of an answer; the request has no effect. Default status: 502. */
  | { readonly kind: 'html'; readonly status?: number }
  /** 403 "secondary rate limit", with `Retry-After` in seconds where that is given. */
  | { readonly kind: 'secondary-limit'; readonly retryAfter?: number }
  /** 429, with `Retry-After` in seconds where that is given. */
  | { readonly kind: 'too-many-requests'; readonly retryAfter?: number }
  /** The GraphQL API's own rate limit: HTTP 200 with an error of type `RATE_LIMITED`. */
  | { readonly kind: 'graphql-rate-limit' }
  /** Something else happens first, such as a person's push between a read and a write. */
  | { readonly kind: 'meanwhile'; readonly act: () => Promise<unknown> }

/** A fault, and which requests it hits. */
export type FaultRule = {
  /** Which requests count; every field that is given must fit. Default: all. */
  readonly match?:
    | ((target: FaultTarget) => boolean)
    | { readonly method?: string; readonly path?: string | RegExp }
  /** How many fitting requests pass unharmed first; 2 means that the third is hit. Default 0. */
  readonly skip?: number
  /** How many requests are hit. Default 1. */
  readonly times?: number
  readonly fault: Fault
}

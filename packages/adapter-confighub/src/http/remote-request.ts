import type { AdapterError } from '@tideway/core'

/** A request to the server, without what every request carries. */
export interface RemoteRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Under the server's address, as `/api/space`. */
  readonly path: string
  /** Absent and empty values are left out. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
  /** True where sending it twice does no harm; so it is for every GET. */
  readonly repeatable?: boolean | undefined
  /** True where the server's words of refusal may quote what must not be shown; they are left out then. */
  readonly confidential?: boolean | undefined
  /** What is asked for, in words that fit behind "could not": `list the units`. */
  readonly purpose: string
}

/** An answer with a 2xx status, or 304 to a request with If-None-Match. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly requestId: string | undefined
}

/** What became of a request; `effect` tells whether it may have changed something on the server. */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly error: AdapterError; readonly effect: 'none' | 'possible' }

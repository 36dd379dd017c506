/** How a request is sent; the global `fetch` fits, and so does a wrapper around it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Waits; ends early, without an error, once the signal is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>

/**
 * Who asks. `worker` is ConfigHub's service account, for unattended runs: `id` is the worker's UUID, not its
 * slug. `token` is a bearer token; a function is asked again when the token expires or is refused.
 */
export type ConfigHubCredentials =
  | { readonly kind: 'worker'; readonly id: string; readonly secret: string }
  | { readonly kind: 'token'; readonly token: string | (() => Promise<string>) }

/** What {@link createConfigHub} takes. */
export interface ConfigHubOptions {
  /** The server, without `/api`. Default `https://hub.confighub.com`. */
  readonly url?: string | undefined
  /** The slug of the space. */
  readonly space: string
  readonly credentials: ConfigHubCredentials
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined
  /** Added to the User-Agent, which ConfigHub records with every revision. */
  readonly userAgent?: string | undefined
  /** Only units that this ConfigHub `where` expression matches are listed; at most 1000 characters. */
  readonly where?: string | undefined
  /** Only units that have all these labels are listed; units that tideway creates get them. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /**
   * User ids, or the name of the user that these credentials belong to: only their revisions may count as
   * published by tideway. Default: the description alone decides.
   */
  readonly publishers?: readonly string[] | undefined
  /** Entities per page of a list, 1 to 1000. Default 1000. */
  readonly pageSize?: number | undefined
  /** Requests at a time while texts are read, 1 to 32. Default 4. */
  readonly concurrency?: number | undefined
  /** Milliseconds until a request that is not answered completely is given up. Default 30000. */
  readonly timeoutMs?: number | undefined
  /** How often a request that may safely be repeated is repeated. Default 4. */
  readonly retries?: number | undefined
  /** Waits between attempts. Default: a timer. */
  readonly sleep?: Sleep | undefined
  /** The largest answer that is read, in bytes. Default 67108864, the largest unit that ConfigHub keeps. */
  readonly maxResponseBytes?: number | undefined
}

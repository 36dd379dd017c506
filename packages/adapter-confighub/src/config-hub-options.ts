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

/** How a server keeps configuration, and how it is written. */
export type DriverName = 'bytes' | 'document' | 'document-unconditional'

/** Where ConfigHub is, who asks, and which units of a space are meant: what {@link createConfigHub} takes. */
export interface ConfigHubOptions {
  /** The server, without `/api`. Default `https://hub.confighub.com`. */
  readonly url?: string | undefined
  /** The slug of the space. */
  readonly space: string
  readonly credentials: ConfigHubCredentials
  /**
   * Sends the requests. Default: the global `fetch`, which on Node trusts the certificates of a private authority
   * that `NODE_EXTRA_CA_CERTS` names, and from Node 24 on takes the proxy of `HTTPS_PROXY` and `NO_PROXY` where
   * `NODE_USE_ENV_PROXY=1` is set. For anything else pass a `fetch` of your own, such as one of undici with a
   * `ProxyAgent`, or with an `Agent` that has `connect: { ca }`.
   */
  readonly fetch?: Fetch | undefined
  /** Added to the User-Agent, which ConfigHub records with every revision. Default: nothing. */
  readonly userAgent?: string | undefined
  /**
   * Only units that this ConfigHub `where` expression matches are listed; at most 1000 characters. Conditions are
   * joined with AND; what ConfigHub cannot express is refused.
   */
  readonly where?: string | undefined
  /** Only units that have all these labels are listed; units that tideway creates get them. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /**
   * User ids, or the name of the user that these credentials belong to: only their revisions may count as
   * published by tideway. Default: the description alone decides.
   */
  readonly publishers?: readonly string[] | undefined
  /**
   * How the server keeps configuration: `bytes` from v0.4 on; `document` before, written by `PUT` on condition
   * of the unit's Version and revision; `document-unconditional` for an older server that refuses those writes:
   * by `PATCH`, where a change made meanwhile can be lost, so the endpoint declares that it has no conditional
   * writes. Default: found out at `connect`, never `document-unconditional`.
   */
  readonly driver?: DriverName | undefined
  /**
   * Whether every text is written within a ChangeSet named `tideway-<run id>`, which the unit joins before and
   * leaves after. A unit in somebody's open ChangeSet then is refused. The server has them from its second
   * generation on; a unit that an older server creates together with its text is in none. Default false.
   */
  readonly changeSets?: boolean | undefined
  /** Entities per page of a list, 1 to 1000. Default 1000. */
  readonly pageSize?: number | undefined
  /** Requests at a time while texts are read, 1 to 32. Default 4. */
  readonly concurrency?: number | undefined
  /** Milliseconds until a request that is not answered completely is given up. Default 30000. */
  readonly timeoutMs?: number | undefined
  /** Milliseconds that a write waits for the server's triggers to have run. Default 25000. */
  readonly triggersTimeoutMs?: number | undefined
  /** How often a request that may safely be repeated is repeated. Default 4. */
  readonly retries?: number | undefined
  /** Waits between attempts. Default: a timer. */
  readonly sleep?: Sleep | undefined
  /** The largest answer that is read, in bytes. Default 67108864, the largest unit that ConfigHub keeps. */
  readonly maxResponseBytes?: number | undefined
}

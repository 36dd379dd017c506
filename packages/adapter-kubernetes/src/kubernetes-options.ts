import type { SendRequest } from './http/send-request.ts'

/** Waits; ends early, without an error, once the signal is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Which cluster is meant, who asks, and how much at once: what {@link createKubernetes} takes. */
export interface KubernetesOptions {
  /**
   * The path of a kubeconfig file, several paths in the form of `$KUBECONFIG`, or the text of one (anything with a
   * line break, or JSON). Default: `$KUBECONFIG`, then `~/.kube/config`, then the service account of the pod it runs in.
   */
  readonly kubeconfig?: string | undefined
  /** A context of the kubeconfig. Default: its current one. */
  readonly context?: string | undefined
  /** Where to look if a query names no namespace. Default: the context's own, else `default`. */
  readonly namespace?: string | undefined
  /** Accepts a kubeconfig with `insecure-skip-tls-verify: true`. Default: false, it is refused. */
  readonly allowInsecure?: boolean | undefined
  /**
   * Sends the requests in place of `node:https`; the global `fetch` fits, but knows no private authority.
   * Default: `node:https`.
   */
  readonly request?: SendRequest | undefined
  /** Objects per page of a list, 1 to 10000. Default 500, as kubectl has it. */
  readonly pageSize?: number | undefined
  /** Milliseconds until a request that is not answered completely is given up. Default 30000. */
  readonly timeoutMs?: number | undefined
  /** How often a request is repeated after 429, 5xx or a failed connection. Default 4. */
  readonly retries?: number | undefined
  /** Waits between attempts. Default: a timer. */
  readonly sleep?: Sleep | undefined
  /** Requests at a time while objects are looked up one by one, 1 to 32. Default 4. */
  readonly concurrency?: number | undefined
  /** The largest answer that is read, in bytes; a list above it is asked for in smaller pages. Default 67108864. */
  readonly maxResponseBytes?: number | undefined
  /** Added to the User-Agent, which the server's audit log records. Default: nothing. */
  readonly userAgent?: string | undefined
  /** Where `KUBECONFIG`, `HOME` and the address within a pod are looked up. Default: `process.env`. */
  readonly environment?: Environment | undefined
}

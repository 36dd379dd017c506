import type { Fetch } from '../config-hub-options.ts'
import { describeFailure } from './describe-failure.ts'
import { type BodyText, readBody } from './read-body.ts'

/** One attempt's answer, whatever its status, or why there is none. */
export type Attempt =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: BodyText }
  /** `sent` is false only where it is certain that the server never got the request. */
  | { readonly kind: 'aborted'; readonly sent: boolean }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'connection'; readonly sent: boolean; readonly reason: string }

/** What bounds an attempt. */
export interface AttemptLimits {
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly maxResponseBytes: number
}

/** Sends a request once and reads its answer, body included. Does not throw. */
export async function attemptRequest(
  url: string,
  init: RequestInit,
  limits: AttemptLimits,
  signal: AbortSignal,
): Promise<Attempt> {
  if (signal.aborted) return { kind: 'aborted', sent: false }
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), limits.timeoutMs)
  try {
    // A redirect is no answer: followed, it would end at a login page, or carry the token elsewhere.
    const response = await limits.fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout.signal]),
    })
    const body = await readBody(response, limits.maxResponseBytes)
    return { kind: 'answer', status: response.status, headers: response.headers, body }
  } catch (error) {
    if (signal.aborted) return { kind: 'aborted', sent: true }
    if (timeout.signal.aborted) return { kind: 'timeout' }
    return { kind: 'connection', ...describeFailure(error) }
  } finally {
    clearTimeout(timer)
  }
}

import { type BodyText, readBody } from './read-body.ts'
import type { RequestSettings, SendRequest, ServerAnswer } from './send-request.ts'

/** One attempt's answer, whatever its status, or why there is none. */
export type Attempt =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: ServerAnswer['headers']
      readonly body: BodyText
    }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'connection'; readonly code: string }

/** What bounds an attempt. */
export interface AttemptLimits {
  readonly timeoutMs: number
  readonly maxResponseBytes: number
}

/** Sends a request once and reads its answer, body included. Does not throw. */
export async function attemptRequest(
  send: SendRequest,
  url: string,
  settings: Omit<RequestSettings, 'redirect'>,
  limits: AttemptLimits,
): Promise<Attempt> {
  const { signal } = settings
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), limits.timeoutMs)
  try {
    const { status, headers, body } = await send(url, {
      ...settings,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout.signal]),
    })
    return { kind: 'answer', status, headers, body: await readBody(body, limits.maxResponseBytes) }
  } catch (error) {
    if (signal.aborted) return { kind: 'aborted' }
    if (timeout.signal.aborted) return { kind: 'timeout' }
    return { kind: 'connection', code: findCode(error) }
  } finally {
    clearTimeout(timer)
  }
}

// Only the code: a message may quote what was sent.
function findCode(error: unknown): string {
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && /^\w+$/.test(current.code))
      return current.code
    current = current.cause
  }
  return 'the connection ended early'
}

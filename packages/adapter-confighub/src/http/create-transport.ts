import { AdapterError, type Call, emulatorHeader } from '@tideway/core'
import type { ResolvedOptions } from '../resolve-options.ts'
import { type Attempt, attemptRequest } from './attempt-request.ts'
import { effectOf, mapStatus, readErrorMessage, wayOut } from './map-status.ts'
import type { Redactor } from './redactor.ts'
import type { RemoteRequest, Reply } from './remote-request.ts'
import { backoffDelay, readRetryAfter } from './retry-delay.ts'

/** Sends requests, repeats what may be repeated, and tells every failure as an `AdapterError`. Does not throw. */
export interface Transport {
  send(request: RemoteRequest, call: Call): Promise<Reply>
}

/** The longest wait that a server may ask for and get. */
const longestWaitMs = 60_000
const transient = new Set([429, 500, 502, 503, 504])

/** Creates a transport that ends its requests when `closed` is aborted. */
export function createTransport(
  options: ResolvedOptions,
  redactor: Redactor,
  closed: AbortSignal,
): Transport {
  return {
    async send(request, call) {
      const signal = AbortSignal.any([call.signal, closed])
      const url = urlOf(options.url, request)
      const init: RequestInit = {
        method: request.method,
        headers: {
          'User-Agent': options.userAgent,
          Accept: 'application/json, */*;q=0.5',
          ...request.headers,
        },
        ...(request.body !== undefined && { body: request.body }),
      }
      for (let repetition = 0; ; repetition += 1) {
        const attempt = await attemptRequest(url, init, options, signal)
        if (attempt.kind === 'answer' && attempt.headers.has(emulatorHeader)) {
          call.onProgress({ kind: 'emulator', endpoint: options.endpoint })
        }
        const reply = toReply(attempt, request, options, redactor, call.now())
        if (reply.kind === 'answered' || repetition === options.retries) return reply
        const safe = request.method === 'GET' || request.repeatable === true || reply.effect === 'none'
        if (!safe || !isTransient(attempt)) return reply
        const wait = reply.error.retryAfterMs ?? backoffDelay(repetition, Math.random)
        if (wait > longestWaitMs) return reply
        call.logger.debug(`${options.endpoint}: trying again to ${request.purpose}`, { repetition, wait })
        await options.sleep(wait, signal)
      }
    },
  }
}

function isTransient(attempt: Attempt): boolean {
  if (attempt.kind === 'answer') return transient.has(attempt.status)
  return attempt.kind !== 'aborted'
}

function urlOf(server: string, request: RemoteRequest): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, value)
  }
  return `${server}${request.path}${query.size === 0 ? '' : `?${query}`}`
}

function toReply(
  attempt: Attempt,
  request: RemoteRequest,
  { endpoint, timeoutMs, maxResponseBytes }: ResolvedOptions,
  redactor: Redactor,
  now: number,
): Reply {
  const fail = (
    kind: AdapterError['kind'],
    why: string,
    effect: 'none' | 'possible',
    requestId?: string,
  ): Reply => {
    const message = `could not ${request.purpose}: ${redactor.redact(why)}`
    return {
      kind: 'failed',
      effect,
      error: new AdapterError({ kind, endpoint, message, next: wayOut(kind), requestId }),
    }
  }
  switch (attempt.kind) {
    case 'aborted':
      return fail('aborted', 'the run was cancelled', attempt.sent ? 'possible' : 'none')
    case 'timeout':
      return fail('unavailable', `no complete answer within ${timeoutMs} ms`, 'possible')
    case 'connection':
      return fail('unavailable', attempt.reason, attempt.sent ? 'possible' : 'none')
    case 'answer':
  }
  const { status, headers, body } = attempt
  const requestId = headers.get('X-Request-Id') ?? undefined
  const isUnchanged = status === 304 && request.headers?.['If-None-Match'] !== undefined
  if ((status < 200 || status > 299) && !isUnchanged) {
    const message =
      body.kind === 'text' && !request.confidential ? redactor.redact(readErrorMessage(body.text)) : ''
    const retryAfterMs = readRetryAfter(headers.get('Retry-After'), now)
    const error = mapStatus({ endpoint, purpose: request.purpose, status, message, requestId, retryAfterMs })
    return { kind: 'failed', error, effect: effectOf(status) }
  }
  if (body.kind === 'too-large') {
    return fail(
      'limit-exceeded',
      `the answer is larger than ${maxResponseBytes} bytes`,
      'possible',
      requestId,
    )
  }
  if (body.kind === 'not-utf8')
    return fail('invalid-response', 'the answer is not UTF-8', 'possible', requestId)
  if (headers.get('Content-Type')?.includes('text/html')) {
    return fail('invalid-response', 'the answer is a web page, not one of ConfigHub', 'possible', requestId)
  }
  return { kind: 'answered', answer: { status, headers, body: body.text, requestId } }
}

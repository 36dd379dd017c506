import { X509Certificate } from 'node:crypto'
import { AdapterError, type AdapterErrorKind } from '@tideway/core'
import { z } from 'zod'
import type { Attempt } from './attempt-request.ts'
import { readRetryAfter } from './retry-delay.ts'
import type { ClientCertificate } from './send-request.ts'

/** A request that went wrong, as far as an error may tell of it. */
export interface FailedRequest {
  readonly endpoint: string
  /** What was asked for, in words that fit behind "could not": `list configmaps in namespace shop`. */
  readonly purpose: string
  /** The address of the server, without user and query. */
  readonly server: string
  readonly timeoutMs: number
  readonly maxResponseBytes: number
  readonly certificate: ClientCertificate | undefined
  readonly now: number
}

/** Why a request failed, and what follows from it. */
export interface Failure {
  readonly error: AdapterError
  readonly status?: number | undefined
  /** It may pass by itself. */
  readonly transient: boolean
  /** It concerns the server or the credential, so that nothing else will go better. */
  readonly fatal: boolean
}

const kinds: Readonly<Record<number, AdapterErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  408: 'unavailable',
  409: 'lost-race',
  // The history that a list or its next page was asked from is gone; reading again helps.
  410: 'unavailable',
  413: 'limit-exceeded',
  414: 'limit-exceeded',
  429: 'rate-limited',
  431: 'limit-exceeded',
  501: 'unsupported',
}

// Codes of node:tls and OpenSSL; an alert comes from the server, which did not take the client's certificate.
const refusedCertificate = /^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/
const untrustedServer = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS_|^ERR_SSL_|^EPROTO$/

const statusObject = z.object({
  kind: z.literal('Status'),
  reason: z
    .string()
    .regex(/^\w{1,64}$/)
    .optional()
    .catch(undefined),
  details: z
    .object({ retryAfterSeconds: z.number().optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

/**
 * Tells why an attempt is no answer in the words that all adapters share. Neither headers nor a body are quoted,
 * only the `reason` of a Kubernetes `Status`, which is one word.
 */
export function describeFailure(attempt: Attempt, request: FailedRequest): Failure {
  const { endpoint, purpose, server } = request
  const fail = (kind: AdapterErrorKind, why: string, next: string): AdapterError =>
    new AdapterError({ kind, endpoint, message: `could not ${purpose}: ${why}`, next })
  switch (attempt.kind) {
    case 'aborted':
      return { error: fail('aborted', 'the run was cancelled', 'run again'), transient: false, fatal: true }
    case 'timeout': {
      const why = `${server} gave no complete answer within ${request.timeoutMs} ms`
      return { error: fail('unavailable', why, nextSteps.unavailable), transient: true, fatal: true }
    }
    case 'connection':
      if (refusedCertificate.test(attempt.code)) {
        const why = `${server} does not accept the client certificate (${attempt.code})${tellExpiry(request)}`
        return { error: fail('unauthorized', why, nextSteps.unauthorized), transient: false, fatal: true }
      }
      if (untrustedServer.test(attempt.code)) {
        const why = `${server} could not prove over TLS who it is (${attempt.code})`
        const next =
          'check server, certificate-authority and tls-server-name in the kubeconfig, and proxies in between'
        return { error: fail('invalid-response', why, next), transient: false, fatal: true }
      }
      return {
        error: fail('unavailable', `${server} could not be reached (${attempt.code})`, nextSteps.unavailable),
        transient: true,
        fatal: true,
      }
    case 'answer':
      return describeAnswer(attempt, request)
  }
}

function describeAnswer(attempt: Extract<Attempt, { kind: 'answer' }>, request: FailedRequest): Failure {
  const { endpoint, purpose, maxResponseBytes, now } = request
  const { status, headers, body } = attempt
  const text = body.kind === 'text' ? body.text : ''
  const transient = status === 429 || (status >= 500 && status !== 501)
  const requestId = /^[\w-]{1,64}$/.exec(headers.get('Audit-Id') ?? '')?.[0]
  const fail = (kind: AdapterErrorKind, why: string, retryAfterMs?: number): Failure => ({
    status,
    transient,
    fatal: kind === 'unauthorized' || kind === 'rate-limited',
    error: new AdapterError({
      kind,
      endpoint,
      message: `could not ${purpose}: ${why}`,
      next: kind === 'forbidden' ? `grant this credential the right to ${purpose}` : nextSteps[kind],
      requestId,
      retryAfterMs,
    }),
  })
  if (/html/i.test(headers.get('Content-Type') ?? '')) {
    return fail('invalid-response', `the answer (${status}) is a web page, not one of Kubernetes`)
  }
  if (status >= 200 && status < 300) {
    if (body.kind === 'too-large') {
      return fail('limit-exceeded', `the answer is larger than ${maxResponseBytes} bytes`)
    }
    return fail(
      'invalid-response',
      body.kind === 'not-utf8' ? 'the answer is not UTF-8' : 'the answer is not JSON of the expected form',
    )
  }
  const { reason, details } = readStatus(text)
  const seconds = details?.retryAfterSeconds
  const retryAfterMs =
    readRetryAfter(headers.get('Retry-After'), now) ?? (seconds === undefined ? undefined : seconds * 1000)
  const kind =
    kinds[status] ?? (status >= 500 ? 'unavailable' : status >= 400 ? 'invalid-request' : 'invalid-response')
  const said = `the server answered ${status}${reason === undefined ? '' : ` ${reason}`}`
  const wait = retryAfterMs === undefined ? '' : `, asking to wait ${Math.ceil(retryAfterMs / 1000)} s`
  const expiry = kind === 'unauthorized' ? tellExpiry(request) : ''
  return fail(kind, `${said}${wait}${expiry}`, retryAfterMs)
}

function readStatus(text: string): Partial<z.infer<typeof statusObject>> {
  try {
    return statusObject.safeParse(JSON.parse(text)).data ?? {}
  } catch {
    return {}
  }
}

function tellExpiry({ certificate, now }: FailedRequest): string {
  if (certificate === undefined) return ''
  try {
    const end = Date.parse(new X509Certificate(certificate.cert).validTo)
    return end < now ? `, and the client certificate expired at ${new Date(end).toISOString()}` : ''
  } catch {
    return ', and the client certificate cannot be read'
  }
}

const nextSteps: Readonly<Record<Exclude<AdapterErrorKind, 'forbidden'>, string>> = {
  unauthorized: 'renew the token or client certificate of the kubeconfig’s user, or choose another context',
  'not-found': 'check the server address of the context, and that the kind is installed',
  'invalid-request': 'correct the label selector, namespace or name that was asked for',
  'invalid-response':
    'check the server address of the context, and whether a proxy or login page stands in between',
  'lost-race': 'run again',
  'rate-limited': 'run again later, or ask for fewer kinds at once',
  unavailable: 'run again; if it stays, check the address and the state of the server',
  unsupported: 'ask for a kind that this server can list',
  'limit-exceeded': 'raise maxResponseBytes if the answer is to be trusted',
  aborted: 'run again',
}

import { type AdapterError, type Call, emulatorHeader, type JsonObject } from '@tideway/core'
import type { z } from 'zod'
import type { ClusterAccess } from '../kubeconfig/cluster-access.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { type Attempt, attemptRequest } from './attempt-request.ts'
import { createTransport, type Transport } from './create-transport.ts'
import type { Credential } from './credentials.ts'
import { describeFailure, type Failure } from './describe-failure.ts'
import { parseJson } from './parse-json.ts'
import { printJson } from './print-json.ts'
import { backoffDelay } from './retry-delay.ts'

/** A request for one resource of the server. */
export interface ApiRequest {
  /** Under the server's address, encoded. */
  readonly path: string
  /** Absent and empty values are left out. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined
  /** What is asked for, in words that fit behind "could not": `list configmaps in namespace shop`. */
  readonly purpose: string
}

/** What a request sends along. */
export interface RequestContent {
  readonly method: 'POST' | 'PATCH'
  readonly body: JsonObject
  /** The media type of the body. */
  readonly type: string
  /** Whether it may be sent again where nobody knows what became of it: it changes nothing, or not a second time. */
  readonly repeatable: boolean
}

/** What became of a request: an answer of the expected form, or a failure that concerns this request alone. */
export type Reply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | {
      readonly kind: 'refused'
      readonly status: number | undefined
      /** The body of the refusal, where it is JSON; never to be shown. */
      readonly body: unknown
      readonly error: AdapterError
    }

/** A server that knows who is asking. */
export interface Client {
  /**
   * Gets JSON of a form. Throws an `AdapterError` where going on is pointless: the server cannot be reached, does
   * not accept the credential, asks to slow down for too long, or the run was cancelled.
   */
  get<T>(request: ApiRequest, schema: z.ZodType<T>, call: Call): Promise<Reply<T>>
  /** Sends JSON, and gets JSON of a form; throws as `get` does. */
  send<T>(request: ApiRequest & RequestContent, schema: z.ZodType<T>, call: Call): Promise<Reply<T>>
  /** Ends what is under way. */
  close(): void
}

/** The longest wait that a server may ask for and get. */
const longestWaitMs = 60_000

/** Creates the client of one cluster. */
export function createClient(access: ClusterAccess, options: ResolvedOptions): Client {
  const transport: Transport =
    options.request === undefined
      ? createTransport(access.trust, options.concurrency)
      : { send: options.request, close: () => {} }
  const closed = new AbortController()

  const attempt = async (
    url: string,
    content: RequestContent | undefined,
    credential: Credential,
    signal: AbortSignal,
  ): Promise<Attempt> => {
    if (signal.aborted) return { kind: 'aborted' }
    const headers = { Accept: 'application/json', 'User-Agent': options.userAgent, ...credential.headers }
    const settings = { headers, certificate: credential.certificate, signal }
    if (content === undefined)
      return attemptRequest(transport.send, url, { ...settings, method: 'GET' }, options)
    const { method, type, body } = content
    const typed = { ...settings, headers: { ...headers, 'Content-Type': type } }
    return attemptRequest(transport.send, url, { ...typed, method, body: printJson(body) }, options)
  }

  const ask = async <T>(
    request: ApiRequest,
    content: RequestContent | undefined,
    schema: z.ZodType<T>,
    call: Call,
  ): Promise<Reply<T>> => {
    const signal = AbortSignal.any([call.signal, closed.signal])
    const url = access.server + request.path + printQuery(request.query)
    for (let repetition = 0; ; repetition += 1) {
      const credential = signal.aborted ? { headers: {} } : await access.credentials.read()
      const outcome = await attempt(url, content, credential, signal)
      if (outcome.kind === 'answer' && outcome.headers.get(emulatorHeader) !== null) {
        call.onProgress({ kind: 'emulator', endpoint: access.endpoint })
      }
      const parsed = parseAnswer(outcome, schema)
      if (parsed !== undefined) return { kind: 'answered', value: parsed.value }
      const failure = describeFailure(outcome, {
        ...options,
        endpoint: access.endpoint,
        purpose: request.purpose,
        server: access.server,
        certificate: credential.certificate,
        now: call.now(),
      })
      const wait = failure.error.retryAfterMs ?? backoffDelay(repetition, Math.random)
      const retries = content?.repeatable === false ? 0 : options.retries
      if (!failure.transient || repetition >= retries || wait > longestWaitMs) {
        return refuse(failure, outcome)
      }
      call.logger.debug(`${access.endpoint}: trying again to ${request.purpose}`, { repetition, wait })
      await options.sleep(wait, signal)
    }
  }

  return {
    get: (request, schema, call) => ask(request, undefined, schema, call),
    send: (request, schema, call) => ask(request, request, schema, call),
    close() {
      closed.abort()
      transport.close()
    },
  }
}

function refuse(failure: Failure, outcome: Attempt): Extract<Reply<never>, { kind: 'refused' }> {
  if (failure.fatal) throw failure.error
  const text = outcome.kind === 'answer' && outcome.body.kind === 'text' ? outcome.body.text : ''
  return { kind: 'refused', status: failure.status, error: failure.error, body: readJson(text)?.value }
}

function parseAnswer<T>(outcome: Attempt, schema: z.ZodType<T>): { readonly value: T } | undefined {
  if (outcome.kind !== 'answer' || outcome.status < 200 || outcome.status > 299) return undefined
  if (outcome.body.kind !== 'text' || /html/i.test(outcome.headers.get('Content-Type') ?? ''))
    return undefined
  const json = readJson(outcome.body.text)
  const parsed = json && schema.safeParse(json.value)
  return parsed?.success === true ? { value: parsed.data } : undefined
}

function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseJson(text) }
  } catch {
    return undefined
  }
}

function printQuery(query: ApiRequest['query']): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') parameters.set(name, value)
  }
  return parameters.size === 0 ? '' : `?${parameters}`
}

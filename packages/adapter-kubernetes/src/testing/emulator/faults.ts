import type { RequestRecord } from './request-record.ts'

/**
 * A rule by which a request goes wrong: the first whose `match` is true, in the order of the list. `skip` lets that
 * many matching requests pass first, `times` is how often it strikes (default: always).
 * `cut-before` ends the connection before the request has an effect, `cut-after` after it, both without an answer;
 * `truncate` ends it after so many bytes of the answer's body; `latency` answers later; `status` and `html` answer
 * in place of the server, `html` as a proxy would.
 */
export type Fault = {
  readonly match?: (request: Pick<RequestRecord, 'method' | 'path' | 'query'>) => boolean
  readonly skip?: number
  readonly times?: number
} & (
  | {
      readonly fault: 'status'
      readonly status: number
      readonly reason?: string
      readonly retryAfterSeconds?: number
    }
  | { readonly fault: 'html'; readonly status?: number }
  | { readonly fault: 'latency'; readonly milliseconds: number }
  | { readonly fault: 'truncate'; readonly bytes: number }
  | { readonly fault: 'cut-before' }
  | { readonly fault: 'cut-after' }
)

/** Thrown by a handle in place of an answer: whoever serves it ends the connection. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut'
}

/** Handles a request under the rules of a list, which may change between requests. */
export type FaultInjector = (
  record: Pick<RequestRecord, 'method' | 'path' | 'query'>,
  answer: () => Promise<Response>,
) => Promise<Response>

export function createFaultInjector(faults: readonly Fault[]): FaultInjector {
  const matched = new Map<Fault, number>()
  return async (record, answer) => {
    const fault = faults.find((candidate) => strikes(candidate, record, matched))
    switch (fault?.fault) {
      case undefined:
        return answer()
      case 'cut-before':
        throw new ConnectionCut('the connection was cut before the request had an effect')
      case 'cut-after':
        await answer()
        throw new ConnectionCut('the connection was cut after the request had its effect')
      case 'latency':
        await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
        return answer()
      case 'truncate':
        return truncate(await answer(), fault.bytes)
      case 'html':
        return new Response('<html><body><h1>502 Bad Gateway</h1></body></html>', {
          status: fault.status ?? 502,
          headers: { 'content-type': 'text/html' },
        })
      case 'status':
        return answerStatus(fault)
    }
  }
}

function strikes(fault: Fault, record: Parameters<FaultInjector>[0], matched: Map<Fault, number>): boolean {
  if (fault.match !== undefined && !fault.match(record)) return false
  const before = matched.get(fault) ?? 0
  matched.set(fault, before + 1)
  const skip = fault.skip ?? 0
  return before >= skip && before < skip + (fault.times ?? Number.POSITIVE_INFINITY)
}

function answerStatus(fault: Extract<Fault, { fault: 'status' }>): Response {
  const seconds = fault.retryAfterSeconds
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'an injected fault',
    ...(fault.reason === undefined ? {} : { reason: fault.reason }),
    ...(seconds === undefined ? {} : { details: { retryAfterSeconds: seconds } }),
    code: fault.status,
  }
  const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) }
  return Response.json(body, { status: fault.status, headers })
}

function truncate(response: Response, bytes: number): Response {
  const reader = response.body?.getReader()
  let left = bytes
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const chunk = left > 0 ? (await reader?.read())?.value : undefined
      if (chunk === undefined) {
        await reader?.cancel()
        controller.error(new ConnectionCut('the connection was cut within the answer'))
        return
      }
      controller.enqueue(chunk.slice(0, left))
      left -= chunk.length
    },
  })
  return new Response(body, { status: response.status, headers: response.headers })
}

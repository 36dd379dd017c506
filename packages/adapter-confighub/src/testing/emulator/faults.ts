import { setTimeout } from 'node:timers/promises'

/** What a fault rule looks at, and what the log keeps. */
export interface RequestSummary {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
}

/** What goes wrong. A cut is told as `Response.error()`: `serve` closes the connection, msw fails the fetch. */
export type Fault =
  /** An error answer; `after`: the request took effect all the same. Default body: the server's error shape. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly after?: boolean
    }
  /** The connection is cut, and the request has no effect. */
  | { readonly kind: 'cut-before' }
  /** The request takes effect, and the connection is cut before the answer. */
  | { readonly kind: 'cut-after' }
  /** The request is answered as ever, that much later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The connection is cut in the middle of the body of the answer; the request takes effect. */
  | { readonly kind: 'truncate' }
  /** A page of a proxy or a login form instead of the answer; the request has no effect. Default status 200. */
  | { readonly kind: 'html'; readonly status?: number }

/** A rule: which requests a fault hits. */
export interface FaultRule {
  /** Absent: every request. */
  readonly match?: (request: RequestSummary) => boolean
  /** The how-manieth matching request is hit, from 1; a list names several. Absent: all of them. */
  readonly nth?: number | readonly number[]
  readonly fault: Fault
}

/** Applies fault rules to requests. */
export interface FaultInjector {
  /** Answers a request with the fault of the first rule that hits it, or else plainly. */
  answer(request: RequestSummary, plain: () => Response): Promise<Response>
}

/** Creates an injector over a list of rules, which may change while requests come in. */
export function createFaultInjector(rules: readonly FaultRule[]): FaultInjector {
  const counts = new WeakMap<FaultRule, number>()
  const hits = (rule: FaultRule, request: RequestSummary): boolean => {
    if (rule.match && !rule.match(request)) return false
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return rule.nth === undefined || [rule.nth].flat().includes(count)
  }
  return {
    async answer(request, plain) {
      // Every rule counts every request, also those that an earlier rule hits.
      const fault = rules.filter((rule) => hits(rule, request))[0]?.fault
      return fault ? applyFault(fault, plain) : plain()
    },
  }
}

async function applyFault(fault: Fault, plain: () => Response): Promise<Response> {
  switch (fault.kind) {
    case 'status': {
      if (fault.after) plain()
      const body = fault.body ?? JSON.stringify({ Code: `${fault.status}`, Message: 'Injected fault.' })
      const headers = { 'Content-Type': 'application/json', ...fault.headers }
      return new Response(body, { status: fault.status, headers })
    }
    case 'cut-before':
      return Response.error()
    case 'cut-after':
      plain()
      return Response.error()
    case 'latency':
      await setTimeout(fault.milliseconds)
      return plain()
    case 'truncate':
      return truncate(plain())
    case 'html':
      return new Response('<!doctype html><title>Sign in</title>', {
        status: fault.status ?? 200,
        headers: { 'Content-Type': 'text/html' },
      })
  }
}

async function truncate(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length === 0) return Response.error()
  const chunks = [bytes.slice(0, Math.floor(bytes.length / 2))]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift()
      if (chunk) controller.enqueue(chunk)
      else controller.error(new Error('the connection was cut by an injected fault'))
    },
  })
  const headers = new Headers(response.headers)
  headers.set('Content-Length', `${bytes.length}`)
  return new Response(body, { status: response.status, headers })
}

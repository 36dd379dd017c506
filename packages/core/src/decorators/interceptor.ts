import type { Call } from '../contract/call.ts'

/** One request to an endpoint: a call of one of its methods. */
export interface EndpointRequest {
  /** The endpoint's name. */
  readonly endpoint: string
  /** The method, for instance `source.list` or `archive.save`. */
  readonly method: string
  /** True where the method may change something in the store. */
  readonly isWrite: boolean
  readonly call: Call
}

/** What happens around each request to an endpoint; `run` and `items` make the request, and may be called again. */
export interface Interceptor {
  /** Around a method with one answer. */
  ask<Answer>(request: EndpointRequest, run: () => Promise<Answer>): Promise<Answer>
  /** Around a method that streams. */
  stream<Item>(request: EndpointRequest, items: () => AsyncIterable<Item>): AsyncIterable<Item>
}

/** An interceptor bound to an endpoint's name, so that an ability can be wrapped method by method. */
export interface BoundInterceptor {
  ask<Answer>(method: string, call: Call, run: () => Promise<Answer>): Promise<Answer>
  stream<Item>(method: string, call: Call, items: () => AsyncIterable<Item>): AsyncIterable<Item>
}

const writes = [
  'sink.write',
  'annotator.annotate',
  'archive.save',
  'proposals.reconcile',
  'proposals.close',
  'proposals.stopAutoMerge',
  'reviews.comment',
  'reviews.check',
]

/** Binds an interceptor to an endpoint's name. */
export function bindInterceptor(endpoint: string, { ask, stream }: Interceptor): BoundInterceptor {
  const name = (method: string, call: Call) => ({ endpoint, method, isWrite: writes.includes(method), call })
  return {
    ask: (method, call, run) => ask(name(method, call), run),
    stream: (method, call, items) => stream(name(method, call), items),
  }
}

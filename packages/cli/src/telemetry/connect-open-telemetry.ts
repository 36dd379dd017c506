import type * as OpenTelemetry from '@opentelemetry/api'
import type { Attributes, Span, Telemetry } from '@tideway/core'
import type { Variables } from '../project/variables.ts'

/** The parts of `@opentelemetry/api` that are used. */
export type OpenTelemetryApi = Pick<typeof OpenTelemetry, 'context' | 'metrics' | 'propagation' | 'trace'>

/** How {@link connectOpenTelemetry} finds OpenTelemetry. */
export interface OpenTelemetryOptions {
  /** Loads the package. Default: imports `@opentelemetry/api`. */
  readonly load?: (() => Promise<OpenTelemetryApi>) | undefined
  /**
   * Where `TRACEPARENT` and `TRACESTATE` are looked up: the trace of whoever started this program, which its spans
   * belong to then (W3C Trace Context, as the registered propagator reads it). Default: `process.env`.
   */
  readonly variables?: Variables | undefined
}

/**
 * Sends spans and counts to OpenTelemetry, whose SDK the program sets up as ever. Without the package
 * `@opentelemetry/api`, an optional peer, nothing is sent and nothing fails. Throws what the package throws where it is
 * there and cannot be loaded.
 *
 * @example
 * const telemetry = await connectOpenTelemetry()
 * const report = await traceFlow('sync', telemetry, call, (traced) => sync(endpoints, options, traced))
 */
export async function connectOpenTelemetry(options: OpenTelemetryOptions = {}): Promise<Telemetry> {
  const { load = () => import('@opentelemetry/api'), variables = process.env } = options
  let api: OpenTelemetryApi
  try {
    api = await load()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return silent
    throw error
  }
  const tracer = api.trace.getTracer('tideway')
  const meter = api.metrics.getMeter('tideway')
  const counters = new Map<string, OpenTelemetry.Counter>()

  const count = (name: string, amount: number, attributes: Attributes = {}) => {
    const counter = counters.get(name) ?? meter.createCounter(name)
    counters.set(name, counter)
    counter.add(amount, attributes)
  }
  const beginIn = (parent: OpenTelemetry.Context, name: string, attributes: Attributes = {}): Span => {
    const span = tracer.startSpan(name, { attributes }, parent)
    const inside = api.trace.setSpan(parent, span)
    return {
      begin: (child, facts) => beginIn(inside, child, facts),
      count,
      end(failure) {
        if (failure !== undefined) span.setStatus({ code: failed, message: failure })
        span.end()
      },
    }
  }
  const { TRACEPARENT: traceparent, TRACESTATE: tracestate } = variables
  const outside = () => api.propagation.extract(api.context.active(), { traceparent, tracestate })
  return { begin: (name, attributes) => beginIn(outside(), name, attributes), count }
}

// SpanStatusCode.ERROR of the API, which is there only at run time.
const failed = 2

const silentSpan: Span = { begin: () => silentSpan, count: () => {}, end: () => {} }
const silent: Telemetry = silentSpan

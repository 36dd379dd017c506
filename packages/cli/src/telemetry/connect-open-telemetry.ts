import type * as OpenTelemetry from '@opentelemetry/api'
import type { Attributes, Span, Telemetry } from '@tideway/core'

/** The parts of `@opentelemetry/api` that are used. */
export type OpenTelemetryApi = Pick<typeof OpenTelemetry, 'context' | 'metrics' | 'trace'>

/**
 * Sends spans and counts to OpenTelemetry, whose SDK the program sets up as ever. Without the package
 * `@opentelemetry/api`, an optional peer, nothing is sent and nothing fails.
 *
 * @example
 * const telemetry = await connectOpenTelemetry()
 * const report = await traceFlow('sync', telemetry, call, (traced) => sync(endpoints, options, traced))
 */
export async function connectOpenTelemetry(
  load: () => Promise<OpenTelemetryApi> = () => import('@opentelemetry/api'),
): Promise<Telemetry> {
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
  return { begin: (name, attributes) => beginIn(api.context.active(), name, attributes), count }
}

// SpanStatusCode.ERROR of the API, which is there only at run time.
const failed = 2

const silentSpan: Span = { begin: () => silentSpan, count: () => {}, end: () => {} }
const silent: Telemetry = silentSpan

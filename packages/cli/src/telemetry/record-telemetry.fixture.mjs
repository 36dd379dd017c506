// Sets OpenTelemetry up as a program does: providers of the real SDK, registered at the API.
import { metrics, propagation, trace } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** Begins to record, and answers how to stop, which answers what was recorded. */
export function recordTelemetry() {
  const spans = new InMemorySpanExporter()
  const counts = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] })
  const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: counts })] })
  trace.setGlobalTracerProvider(tracers)
  metrics.setGlobalMeterProvider(meters)
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  return async () => {
    await tracers.forceFlush()
    await meters.forceFlush()
    const recorded = {
      spans: spans.getFinishedSpans().map((span) => ({
        name: span.name,
        id: span.spanContext().spanId,
        trace: span.spanContext().traceId,
        parent: span.parentSpanContext?.spanId,
        attributes: span.attributes,
        failure: span.status.message,
      })),
      counts: (counts.getMetrics().at(-1)?.scopeMetrics ?? []).flatMap(({ metrics: told }) =>
        told.flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({ name: descriptor.name, attributes, value })),
        ),
      ),
    }
    trace.disable()
    metrics.disable()
    propagation.disable()
    await tracers.shutdown()
    await meters.shutdown()
    return recorded
  }
}

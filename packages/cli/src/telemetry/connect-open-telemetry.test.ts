import * as api from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { connectOpenTelemetry } from './connect-open-telemetry.ts'

describe('connectOpenTelemetry', () => {
  it('makes spans inside spans, with their failures, and adds to counters', async () => {
    const spans: unknown[] = []
    const counts: unknown[] = []
    const tracer = {
      ...api.trace.getTracer('none'),
      startSpan(name: string, options: api.SpanOptions = {}, context?: api.Context) {
        const parent = context && api.trace.getSpanContext(context)?.spanId
        const span = api.trace.wrapSpanContext({ traceId: 't', spanId: name, traceFlags: 1 })
        const own = {
          name,
          parent,
          attributes: options.attributes,
          status: undefined as unknown,
          ended: false,
        }
        spans.push(own)
        return Object.assign(span, {
          setStatus: (status: api.SpanStatus) => Object.assign(own, { status }) && span,
          end: () => Object.assign(own, { ended: true }),
        })
      },
    }
    const telemetry = await connectOpenTelemetry(async () => ({
      ...api,
      trace: Object.assign(Object.create(api.trace), { getTracer: () => tracer }),
      metrics: Object.assign(Object.create(api.metrics), {
        getMeter: () => ({
          createCounter: (name: string) => ({
            add: (amount: number, attributes: unknown) => counts.push([name, amount, attributes]),
          }),
        }),
      }),
    }))
    const flow = telemetry.begin('publish')
    flow.begin('unit', { unit: 'web' }).end('lost-race')
    flow.count('tideway.writes', 1, { outcome: 'lost-race' })
    flow.end()
    expect(spans).toEqual([
      { name: 'publish', parent: undefined, attributes: {}, status: undefined, ended: true },
      {
        name: 'unit',
        parent: 'publish',
        attributes: { unit: 'web' },
        status: { code: api.SpanStatusCode.ERROR, message: 'lost-race' },
        ended: true,
      },
    ])
    expect(counts).toEqual([['tideway.writes', 1, { outcome: 'lost-race' }]])
  })

  it('does nothing where the package is not installed', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
    const telemetry = await connectOpenTelemetry(() => Promise.reject(missing))
    telemetry.begin('publish').begin('unit').end('lost-race')
    telemetry.count('tideway.writes', 1)
  })

  it('does not hide that the package is broken', async () => {
    await expect(connectOpenTelemetry(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  })
})

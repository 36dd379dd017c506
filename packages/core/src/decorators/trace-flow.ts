import type { Call, ProgressEvent } from '../contract/call.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import type { Attributes, Span, Telemetry } from './telemetry.ts'

/**
 * Runs a flow in a span of its name, and each unit that differs in a span below it, from its reading to its verdict or
 * its write; `tideway.units` counts them by `verdict`, `tideway.writes` by `outcome`. `run` is given a call that is
 * listened to, which still tells `call.onProgress`, and the flow's span for {@link withTelemetry}. The flow's span has
 * the `attributes`, and the call's run id as `run`.
 */
export async function traceFlow<Report>(
  flow: string,
  telemetry: Telemetry,
  call: Call,
  run: (call: Call, span: Span) => Promise<Report>,
  attributes: Attributes = {},
): Promise<Report> {
  const span = telemetry.begin(flow, { ...attributes, run: call.runId })
  const units = new Map<string, Span>()
  const onProgress = (event: ProgressEvent) => {
    hear(event, flow, span, units)
    call.onProgress(event)
  }
  let failure: string | undefined
  try {
    return await run({ ...call, onProgress }, span)
  } catch (error) {
    failure = TidewayError.isInstance(error) ? error.code : 'unexpected'
    throw error
  } finally {
    for (const unit of units.values()) unit.end()
    span.end(failure)
  }
}

function hear(event: ProgressEvent, flow: string, span: Span, units: Map<string, Span>): void {
  switch (event.kind) {
    case 'unit-read':
      if (!units.has(event.unit)) units.set(event.unit, span.begin('unit', { unit: event.unit }))
      break
    case 'unit-decided':
      span.count('tideway.units', 1, { flow, verdict: event.verdict })
      if (event.verdict !== 'write') endUnit(event.unit, units)
      break
    case 'unit-written':
      span.count('tideway.writes', 1, { flow, outcome: event.outcome })
      endUnit(event.unit, units, ['written', 'unchanged'].includes(event.outcome) ? undefined : event.outcome)
      break
    default:
  }
}

function endUnit(unit: string, units: Map<string, Span>, failure?: string): void {
  units.get(unit)?.end(failure)
  units.delete(unit)
}

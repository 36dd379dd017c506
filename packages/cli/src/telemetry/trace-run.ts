import { type Call, type Endpoint, type Telemetry, traceFlow, withTelemetry } from '@tideway/core'

/** What a flow runs with while it is traced. */
export interface TracedRun {
  readonly call: Call
  /** The endpoint whose requests are told below the flow's span; the same one for the same endpoint. */
  watch(endpoint: Endpoint): Endpoint
}

/** Runs a flow of an environment in a span of the flow's name. */
export function traceRun<Report>(
  telemetry: Telemetry,
  flow: string,
  environment: string,
  call: Call,
  run: (traced: TracedRun) => Promise<Report>,
): Promise<Report> {
  const watched = new Map<Endpoint, Endpoint>()
  return traceFlow(
    flow,
    telemetry,
    call,
    (traced, span) => {
      const watch = (endpoint: Endpoint) => {
        const known = watched.get(endpoint) ?? withTelemetry(endpoint, span)
        watched.set(endpoint, known)
        return known
      }
      return run({ call: traced, watch })
    },
    { environment },
  )
}

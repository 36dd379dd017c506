import type { Endpoint } from '../contract/endpoint.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { intercept } from './intercept.ts'
import type { EndpointRequest } from './interceptor.ts'
import type { Telemetry } from './telemetry.ts'

/**
 * An endpoint whose every request is a span, named after its method, and counts in `tideway.requests` with `endpoint`,
 * `method` and `outcome`: `ok`, `left` for a stream that nobody read to its end, or the kind of its error.
 *
 * @example
 * const report = await traceFlow('publish', telemetry, call, (traced, span) =>
 *   publish({ git, archive, confighub: withTelemetry(confighub, span) }, options, traced))
 */
export function withTelemetry(endpoint: Endpoint, telemetry: Telemetry): Endpoint {
  const begin = ({ method }: EndpointRequest) => {
    const attributes = { endpoint: endpoint.name, method }
    const span = telemetry.begin(method, attributes)
    return (outcome: string) => {
      telemetry.count('tideway.requests', 1, { ...attributes, outcome })
      span.end(outcome === 'ok' || outcome === 'left' ? undefined : outcome)
    }
  }
  return intercept(endpoint, {
    async ask(request, run) {
      const end = begin(request)
      try {
        const answer = await run()
        end('ok')
        return answer
      } catch (error) {
        end(kindOf(error))
        throw error
      }
    },
    async *stream(request, items) {
      const end = begin(request)
      let outcome = 'left'
      try {
        yield* items()
        outcome = 'ok'
      } catch (error) {
        outcome = kindOf(error)
        throw error
      } finally {
        end(outcome)
      }
    },
  })
}

function kindOf(error: unknown): string {
  return AdapterError.isInstance(error) ? error.kind : 'unexpected'
}

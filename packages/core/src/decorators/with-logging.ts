import type { Endpoint } from '../contract/endpoint.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { intercept } from './intercept.ts'
import type { EndpointRequest } from './interceptor.ts'

/**
 * An endpoint that tells the logger of each `Call` about every request when it ends: the facts are `endpoint`,
 * `method`, `milliseconds` by the call's clock, for a stream the number of `items`, and for a failure the `kind` of
 * its error. Texts, names of units and messages of errors are never among them.
 */
export function withLogging(endpoint: Endpoint): Endpoint {
  return intercept(endpoint, {
    async ask(request, run) {
      const tell = begin(request)
      try {
        const answer = await run()
        tell({})
        return answer
      } catch (error) {
        tell({ kind: kindOf(error) })
        throw error
      }
    },
    async *stream(request, items) {
      const tell = begin(request)
      let count = 0
      let kind: string | undefined = 'left'
      try {
        for await (const item of items()) {
          count += 1
          yield item
        }
        kind = undefined
      } catch (error) {
        kind = kindOf(error)
        throw error
      } finally {
        tell({ items: count, ...(kind === undefined ? {} : { kind }) })
      }
    },
  })
}

function begin({ endpoint, method, call }: EndpointRequest) {
  const start = call.now()
  return (facts: Readonly<Record<string, unknown>>) => {
    const milliseconds = call.now() - start
    const outcome = 'kind' in facts ? 'did not come to its end' : 'is done'
    call.logger.debug(`a request ${outcome}`, { endpoint, method, milliseconds, ...facts })
  }
}

function kindOf(error: unknown): string {
  return AdapterError.isInstance(error) ? error.kind : 'unexpected'
}

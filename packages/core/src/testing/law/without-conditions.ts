import type { Endpoint } from '../../contract/endpoint.ts'
import type { UnitWrite } from '../../contract/sink.ts'

/** A sink that writes whatever was read before, as a store without conditions does. */
export function withoutConditions(endpoint: Endpoint): Endpoint {
  const { sink, source } = endpoint
  if (sink === undefined || source === undefined) return endpoint
  return {
    ...endpoint,
    sink: {
      async *write(writes, call) {
        for (const write of writes) yield* sink.write([await expectingHead(write)], call)
        async function expectingHead(write: UnitWrite): Promise<UnitWrite> {
          for await (const result of source?.read([write.ref], call) ?? []) {
            if (result.kind === 'unit') return { ...write, expected: result.head.revision }
          }
          return { ...write, expected: 'absent' }
        }
      },
    },
  }
}

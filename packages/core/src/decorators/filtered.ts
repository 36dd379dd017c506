import type { Endpoint } from '../contract/endpoint.ts'
import type { WriteOutcome } from '../contract/sink.ts'
import type { Listed } from '../contract/source.ts'
import { AdapterError } from '../errors/adapter-error.ts'

/**
 * A view of an endpoint in which only some units exist, chosen by name. The others are not listed and read as absent,
 * have no history, are `untracked` in a delivery, and writes to them are refused as `forbidden`. Filter both sides of
 * a flow alike: a unit that only one side hides looks deleted there. Resources, proposals and archives pass through.
 *
 * @example
 * const ours = filtered(endpoint, (unit) => unit.startsWith('shop-'))
 */
export function filtered(endpoint: Endpoint, isVisible: (unit: string) => boolean): Endpoint {
  const { name, source, sink, history, delivery } = endpoint
  const refuse = (kind: 'forbidden' | 'not-found', unit: string) =>
    new AdapterError({
      kind,
      endpoint: name,
      message: `unit ${unit} is outside of what this run looks at`,
      next: 'name a unit inside, or change the filter',
    })
  return {
    ...endpoint,
    source: source && {
      async *list(query, call) {
        const units = query.units?.filter(isVisible)
        for await (const item of source.list({ ...query, units }, call)) {
          if (item.kind === 'complete' || isVisible(unitOf(item))) yield item
        }
      },
      async *read(refs, call) {
        for (const ref of refs) if (!isVisible(ref.unit)) yield { kind: 'absent', ref }
        yield* source.read(
          refs.filter(({ unit }) => isVisible(unit)),
          call,
        )
      },
    },
    sink: sink && {
      async *write(writes, call) {
        const outcomes = sink
          .write(
            writes.filter(({ ref }) => isVisible(ref.unit)),
            call,
          )
          [Symbol.asyncIterator]()
        for (const { key, ref } of writes) {
          const error = refuse('forbidden', ref.unit)
          const refused: WriteOutcome = { kind: 'refused', key, error }
          if (!isVisible(ref.unit)) yield refused
          else {
            const { value, done } = await outcomes.next()
            if (done !== true) yield value
          }
        }
      },
    },
    history: history && {
      async *revisions(ref, call) {
        if (isVisible(ref.unit)) yield* history.revisions(ref, call)
      },
      async contentAt(ref, revision, call) {
        if (!isVisible(ref.unit)) throw refuse('not-found', ref.unit)
        return history.contentAt(ref, revision, call)
      },
    },
    delivery: delivery && {
      async *look(queries, call) {
        for (const { ref } of queries) if (!isVisible(ref.unit)) yield { kind: 'untracked', unit: ref.unit }
        yield* delivery.look(
          queries.filter(({ ref }) => isVisible(ref.unit)),
          call,
        )
      },
    },
  }
}

function unitOf(item: Exclude<Listed, { readonly kind: 'complete' }>): string {
  return item.kind === 'unit' ? item.head.ref.unit : item.ref.unit
}

import type { Capabilities } from '../contract/capabilities.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { AdapterError } from '../errors/adapter-error.ts'
import { filtered } from './filtered.ts'

/** One store of several, and the units that belong into it. */
export interface MergedPart {
  readonly endpoint: Endpoint
  /** Tells by name whether a unit belongs into this store; the first part that says so has it. */
  readonly holds: (unit: string) => boolean
}

/**
 * Several stores as one: every unit is read from and written to the one part that holds it, and a unit of another
 * part's store is not seen. Source, Sink, History and Delivery are there where all parts have them; a capability is
 * declared where all parts have it. A listing is complete when all parts are. A unit that no part holds is absent
 * everywhere, and writes to it are refused. Throws a RangeError without any part.
 *
 * @example
 * const both = merged('confighub:shop+billing', [
 *   { endpoint: billing, holds: (unit) => unit.startsWith('billing-') },
 *   { endpoint: shop, holds: () => true },
 * ])
 */
export function merged(name: string, parts: readonly MergedPart[]): Endpoint {
  if (parts.length === 0) throw new RangeError('a merged endpoint has at least one part')
  const partOf = (unit: string) => parts.findIndex(({ holds }) => holds(unit))
  const views = parts.map(({ endpoint }, index) => filtered(endpoint, (unit) => partOf(unit) === index))
  const sources = views.flatMap(({ source }) => source ?? [])
  const sinks = views.flatMap(({ sink }) => sink ?? [])
  const histories = views.flatMap(({ history }) => history ?? [])
  const deliveries = views.flatMap(({ delivery }) => delivery ?? [])
  const inAll = (abilities: readonly unknown[]) => abilities.length === parts.length
  const can = (ability: keyof Capabilities) => views.every(({ capabilities }) => capabilities[ability])
  const refuse = (kind: 'forbidden' | 'not-found', unit: string) =>
    new AdapterError({
      kind,
      endpoint: name,
      message: `unit ${unit} belongs to none of ${views.map((view) => view.name).join(', ')}`,
      next: 'name another unit, or add a part that holds it',
    })

  return {
    specVersion: 1,
    name,
    capabilities: {
      conditionalWrites: can('conditionalWrites'),
      annotations: can('annotations'),
      withdraw: can('withdraw'),
      purge: can('purge'),
    },
    source: inAll(sources)
      ? {
          async *list(query, call) {
            let complete = 0
            for (const source of sources) {
              for await (const item of source.list(query, call)) {
                if (item.kind === 'complete') complete += 1
                else yield item
              }
            }
            if (complete === sources.length) yield { kind: 'complete' }
          },
          async *read(refs, call) {
            for (const [index, source] of sources.entries()) {
              yield* source.read(
                refs.filter(({ unit }) => partOf(unit) === index),
                call,
              )
            }
            for (const ref of refs) if (partOf(ref.unit) === -1) yield { kind: 'absent', ref }
          },
        }
      : undefined,
    sink: inAll(sinks)
      ? {
          async *write(writes, call) {
            for (const write of writes) {
              const { unit } = write.ref
              const sink = sinks[partOf(unit)]
              if (sink !== undefined) yield* sink.write([write], call)
              else yield { kind: 'refused', key: write.key, error: refuse('forbidden', unit) }
            }
          },
        }
      : undefined,
    history: inAll(histories)
      ? {
          async *revisions(ref, call) {
            yield* histories[partOf(ref.unit)]?.revisions(ref, call) ?? []
          },
          async contentAt(ref, revision, call) {
            const history = histories[partOf(ref.unit)]
            if (history === undefined) throw refuse('not-found', ref.unit)
            return history.contentAt(ref, revision, call)
          },
        }
      : undefined,
    delivery: inAll(deliveries)
      ? {
          async *look(queries, call) {
            for (const [index, delivery] of deliveries.entries()) {
              yield* delivery.look(
                queries.filter(({ ref }) => partOf(ref.unit) === index),
                call,
              )
            }
            for (const { ref } of queries) {
              if (partOf(ref.unit) === -1) yield { kind: 'untracked', unit: ref.unit }
            }
          },
        }
      : undefined,
    async close() {
      await Promise.all(views.map((view) => view.close()))
    },
  }
}

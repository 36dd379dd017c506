import { type Capabilities, fullCapabilities } from '../contract/capabilities.ts'
import type { Delivery } from '../contract/delivery.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { Author, History } from '../contract/history.ts'
import type { Sink } from '../contract/sink.ts'
import type { Source } from '../contract/source.ts'
import type { Annotations, RevisionToken } from '../contract/unit-ref.ts'
import { createStoreDelivery } from './store-delivery.ts'
import { createStoreHistory } from './store-history.ts'
import { createStoreSink } from './store-sink.ts'
import { createStoreSource } from './store-source.ts'
import { createTestClock } from './test-clock.ts'
import { createUnitStore, type StoreOutcome, type Trigger } from './unit-store.ts'

/** How a {@link MemoryConfigHub} is made. */
export interface MemoryConfigHubOptions {
  /** Default: `confighub:memory`. */
  readonly name?: string | undefined
  /** The time of revisions, in milliseconds since 1970; default: a clock that stands still. */
  readonly now?: (() => number) | undefined
  /** Who writes through the sink. Default: a publisher named `tideway`. */
  readonly writer?: Author | undefined
  /** Whose `CI:` is believed; default: anybody's. */
  readonly publishers?: readonly string[] | undefined
  /** What the server does after any write, each as a revision of its own. Default: nothing. */
  readonly triggers?: readonly Trigger[] | undefined
  /** Abilities to take away; default: all there. */
  readonly capabilities?: Partial<Capabilities> | undefined
}

/** What somebody who is signed in to a {@link MemoryConfigHub} can do; unconditional, as by hand. */
export interface MemoryConfigHubUser {
  write(unit: string, text: string, description?: string): StoreOutcome
  /** Empties a unit, which can be restored. */
  withdraw(unit: string, description?: string): StoreOutcome
  /** Removes the record for good; tells whether there was one. */
  purge(unit: string): boolean
  /** Writes an earlier revision's text again. Throws a RangeError where there is no such revision. */
  restore(unit: string, revision: RevisionToken): StoreOutcome
  /** Merges annotations, and labels, of a unit; tells whether that changed anything. */
  annotate(unit: string, annotations: Annotations, labels?: Annotations): boolean
}

/** A unit as it stands, for a test to look at. */
export interface MemoryUnitState {
  readonly text: string
  readonly revision: RevisionToken
  readonly description: string
  readonly authorName: string | undefined
  readonly authorIsServer: boolean
  readonly labels: Annotations
  readonly annotations: Annotations
}

/** A ConfigHub space in memory: an endpoint, and beside it what people do there. */
export interface MemoryConfigHub extends Endpoint {
  readonly source: Source
  readonly sink: Sink
  readonly history: History
  readonly delivery: Delivery
  /** Lets what a unit holds now run where it belongs, or, with a reason, fail to get there. */
  deliver(unit: string, failure?: string): void
  /** Signs in; an author of kind `automation` is the server itself. */
  as(author: Author): MemoryConfigHubUser
  /** All records by unit name, read past the endpoint; a withdrawn one has an empty text. */
  state(): Readonly<Record<string, MemoryUnitState>>
}

/**
 * Makes a ConfigHub space in memory, with conditional writes, revisions, annotations and triggers.
 * A withdrawn unit stays listed with an empty text; identical text makes no revision.
 *
 * @example
 * const confighub = createMemoryConfigHub()
 * confighub.as({ kind: 'person', name: 'olga' }).write('web', 'replicas: 3\n', 'Scale up for the sale')
 */
export function createMemoryConfigHub(options: MemoryConfigHubOptions = {}): MemoryConfigHub {
  const name = options.name ?? 'confighub:memory'
  const capabilities = { ...fullCapabilities, ...options.capabilities }
  const store = createUnitStore(options.now ?? createTestClock().now, options.triggers ?? [])
  const delivery = createStoreDelivery(name, store)
  const writer = options.writer ?? { kind: 'publish', name: 'tideway' }
  return {
    specVersion: 1,
    name,
    capabilities,
    source: createStoreSource(name, store),
    sink: createStoreSink(name, store, { writer, capabilities }),
    history: createStoreHistory(name, store, options.publishers),
    delivery: delivery.delivery,
    deliver: delivery.deliver,
    close: async () => {},
    as(author) {
      const by = { authorName: author.name, authorIsServer: author.kind === 'automation' }
      const write = (unit: string, text: string, description: string) =>
        store.write(unit, { ...by, text, description })
      return {
        write: (unit, text, description = 'Edit by hand') => write(unit, text, description),
        withdraw: (unit, description = 'Withdraw') => write(unit, '', description),
        purge: (unit) => store.purge(unit),
        restore(unit, revision) {
          const found = store.units.get(unit)?.revisions.find((item) => item.revision === revision)
          if (found === undefined) throw new RangeError(`unit ${unit} has no revision ${revision}`)
          return write(unit, found.text, `Restore revision ${revision}`)
        },
        annotate: (unit, annotations, labels) => store.annotate(unit, annotations, labels),
      }
    },
    state: () =>
      Object.fromEntries(
        [...store.units].map(([unit, { revisions, labels, annotations }]) => {
          const { at: _, ...head } = revisions[0]
          return [unit, { ...head, labels, annotations }]
        }),
      ),
  }
}

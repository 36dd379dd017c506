import type { Archive } from './archive-store.ts'
import type { Call } from './call.ts'
import type { Capabilities } from './capabilities.ts'
import type { Commits } from './commits.ts'
import type { Delivery } from './delivery.ts'
import type { History } from './history.ts'
import type { ProposalSink } from './proposal-sink.ts'
import type { ResourceAnnotator } from './resource-annotator.ts'
import type { ResourceSource } from './resource-source.ts'
import type { Reviews } from './reviews.ts'
import type { Sink } from './sink.ts'
import type { Source } from './source.ts'
import type { SourceEditor } from './source-editor.ts'

/**
 * A connected store, as an adapter's `connect` returns it. What a store cannot do is an absent member.
 *
 * @example
 * const endpoint = await createConfigHub({ url, space: 'messagewall-prod', credentials }).connect(call)
 * for await (const item of endpoint.source.list({}, call)) { … }
 */
export interface Endpoint {
  /** The version of this contract; an endpoint of another version is refused by name. */
  readonly specVersion: 1
  /** For messages, for instance `confighub:messagewall-prod`. */
  readonly name: string
  readonly capabilities: Capabilities
  readonly source?: Source | undefined
  readonly resources?: ResourceSource | undefined
  readonly annotator?: ResourceAnnotator | undefined
  readonly sink?: Sink | undefined
  readonly history?: History | undefined
  readonly proposals?: ProposalSink | undefined
  readonly reviews?: Reviews | undefined
  readonly archive?: Archive | undefined
  readonly commits?: Commits | undefined
  readonly editor?: SourceEditor | undefined
  readonly delivery?: Delivery | undefined
  /** Releases connections and timers; safe to call twice. */
  close(): Promise<void>
}

/** What an adapter's factory returns: options are checked already, nothing is connected yet. */
export interface Adapter {
  /** Connects; makes no store that is not there. Throws an `AdapterError` where that fails, of the kind that says why. */
  connect(call: Call): Promise<Endpoint>
}

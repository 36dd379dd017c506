import type { Call } from '../contract/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { AdapterErrorKind } from '../errors/adapter-error.ts'

/**
 * What a harness can bring about, and is found out where it does not. `unreadable`: the named unit or kind exists and cannot be read;
 * `cut-listing`: the next listing breaks off; `lost-answer`: the next write has its effect, and its answer does
 * not arrive; `connection-cut`: the same for one request of any kind, the name saying which, counted from `1`;
 * `stalled`: requests are not answered for some hundred milliseconds or more; the kind of an `AdapterError`:
 * requests fail for this reason.
 */
export type Provocation =
  | 'unreadable'
  | 'cut-listing'
  | 'lost-answer'
  | 'connection-cut'
  | 'stalled'
  | ProvokedErrorKind

/** The reasons for which a store fails; only the caller aborts. */
export type ProvokedErrorKind = Exclude<AdapterErrorKind, 'aborted'>

/** What an endpoint may lack, by its path in the endpoint: an optional method or member, or conditional writes. */
export type Lackable =
  | 'capabilities.conditionalWrites'
  | 'archive.history'
  | 'commits.caveats'
  | 'commits.changesOf'
  | 'editor.owners'
  | 'editor.read'
  | 'proposals.groups'
  | 'proposals.stopAutoMerge'
  | 'resources.predict'
  | 'resources.schemas'

/** One store, freshly made for one test, and the endpoint under test that is connected to it. */
export interface HarnessSetup {
  readonly endpoint: Endpoint
  readonly call: Call
  /** Brings about what the harness says it `provokes`, for all requests from now on. */
  provoke(what: Provocation, name?: string): void | Promise<void>
  /** How many requests the endpoint has made to its store so far; `connection-cut` and `silent` need it. */
  readonly requests?: (() => number) | undefined
  close(): Promise<void>
}

/**
 * Lets a suite meet a store. Everything but `endpoint` goes to the store by another way than the endpoint
 * under test, so that the endpoint cannot vouch for itself.
 */
export interface Harness<Setup extends HarnessSetup> {
  /** The endpoint's name in the report. */
  readonly name: string
  /** What `provoke` can bring about; tests of anything else are reported as skipped. */
  readonly provokes: readonly Provocation[]
  /**
   * What the endpoint lacks; tests of it are reported as skipped, and one fails where the endpoint has it. Default:
   * nothing.
   */
  readonly lacks?: readonly Lackable[] | undefined
  /**
   * The methods, such as `commits.head`, that ask nothing of the store, since the endpoint has known the answer since it
   * was connected. What a failing store does to them is reported as skipped, and a test counts `requests` instead.
   * Default: none.
   */
  readonly silent?: readonly string[] | undefined
  /** Credentials of the endpoint, which no error may show. */
  readonly secrets?: readonly string[] | undefined
  /** Makes an empty store and connects an endpoint to it. */
  setup(): Promise<Setup>
}

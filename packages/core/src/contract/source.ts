import type { AdapterError } from '../errors/adapter-error.ts'
import type { Call } from './call.ts'
import type { Annotations, RevisionToken, UnitRef } from './unit-ref.ts'

/** Which units are asked for; an empty query asks for all. */
export interface UnitQuery {
  /** Only these units, by name; a name that does not exist is simply not listed. */
  readonly units?: readonly string[] | undefined
}

/** What a listing says of a unit without its text. */
export interface UnitHead {
  readonly ref: UnitRef
  readonly revision: RevisionToken
  /** SHA-256 of the unit's exact bytes, as `Call.sha256` gives it. */
  readonly digest: string
  readonly labels: Annotations
  readonly annotations: Annotations
}

/**
 * One item of a listing; `complete` comes last, and a stream that ends without it has failed. A listing that names what
 * it cannot read as `unreadable` is whole: nothing that is there is missing from it.
 */
export type Listed =
  | { readonly kind: 'unit'; readonly head: UnitHead }
  | { readonly kind: 'unreadable'; readonly ref: UnitRef; readonly error: AdapterError }
  | { readonly kind: 'complete' }

/** The answer for one ref that was asked for. Absent is known to be absent; unreadable is not known. */
export type ReadResult =
  | { readonly kind: 'unit'; readonly head: UnitHead; readonly text: string }
  | { readonly kind: 'absent'; readonly ref: UnitRef }
  | { readonly kind: 'unreadable'; readonly ref: UnitRef; readonly error: AdapterError }

/**
 * A store of units that can be read: two methods, both streaming.
 * Throws an `AdapterError` where nothing can be known; items that fail alone are `unreadable`.
 */
export interface Source {
  /** Lists heads in any order, each unit once, then `complete`. */
  list(query: UnitQuery, call: Call): AsyncIterable<Listed>
  /** Reads texts: one result per ref, in any order. An empty text is a text. */
  read(refs: readonly UnitRef[], call: Call): AsyncIterable<ReadResult>
}

import type { AdapterError } from '../errors/adapter-error.ts'
import type { Call } from './call.ts'
import type { AnnotationChanges, Annotations, RevisionToken, UnitRef } from './unit-ref.ts'

/** What a write expects to find: the state that was read, or nothing. */
export type Expected = RevisionToken | 'absent'

/**
 * One conditional write. `expected` decides whether it may happen; an empty text counts as absent.
 *
 * - `create` and `update` write a text, and merge the annotations that come with it into those that are there. They
 *   differ only in what a report calls them: what is to be created has `expected: 'absent'`.
 * - `annotate` merges into the unit's annotations, and removes those that are null. It leaves the text and the revision
 *   as they are. A unit of which there is no record is refused as `not-found`.
 * - `withdraw` writes an empty text, and the unit can be restored.
 * - `purge` removes the record for good.
 *
 * A `withdraw` or `purge` that expects a unit to be absent, and finds it so, is `unchanged`.
 */
export type UnitWrite = {
  /** Names the write in its outcome; unique in one call. */
  readonly key: string
  readonly ref: UnitRef
  readonly expected: Expected
} & (
  | {
      readonly kind: 'create' | 'update'
      readonly text: string
      readonly description: string
      readonly annotations?: Annotations | undefined
    }
  | { readonly kind: 'withdraw'; readonly description: string }
  | { readonly kind: 'annotate'; readonly annotations: AnnotationChanges }
  | { readonly kind: 'purge' }
)

/**
 * What became of one write. `unknown` means that it may or may not have happened: read again before
 * anything is retried. `not-tried` means that an earlier failure or an abort ended the run first.
 */
export interface WriteOutcome {
  readonly kind: 'written' | 'unchanged' | 'lost-race' | 'refused' | 'unknown' | 'not-tried'
  readonly key: string
  /** The unit's revision after the write, where it is known. */
  readonly revision?: RevisionToken | undefined
  readonly error?: AdapterError | undefined
}

/** A store of units that can be written: one outcome per write, in the order given; it does not throw for an item. */
export interface Sink {
  write(writes: readonly UnitWrite[], call: Call): AsyncIterable<WriteOutcome>
}

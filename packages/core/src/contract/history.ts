import type { Call } from './call.ts'
import type { RevisionToken, UnitRef } from './unit-ref.ts'

/** Who made a revision: `publish` is tideway's own, `automation` the server itself. */
export type AuthorKind = 'publish' | 'capture' | 'person' | 'automation' | 'unknown'

/** Who made a revision, as far as the store can tell. */
export interface Author {
  readonly kind: AuthorKind
  /** The store's own id of the person or program, where it tells one. */
  readonly id?: string | undefined
  /** The store's name of the person or program, for people to read. */
  readonly name?: string | undefined
}

/** One entry of a unit's history. */
export interface Revision {
  readonly revision: RevisionToken
  readonly author: Author
  readonly description: string
  /** How it came about, in the store's own word, for people to read. */
  readonly source?: string | undefined
  /** ISO 8601 in UTC, as the store says it. */
  readonly at?: string | undefined
  /** SHA-256 of the unit's bytes in this revision. */
  readonly digest: string
}

/** What a store remembers of a unit. */
export interface History {
  /** Newest first, head included. */
  revisions(ref: UnitRef, call: Call): AsyncIterable<Revision>
  /** The exact text of a revision; throws an `AdapterError` of kind `not-found` for one that is not there. */
  contentAt(ref: UnitRef, revision: RevisionToken, call: Call): Promise<string>
}

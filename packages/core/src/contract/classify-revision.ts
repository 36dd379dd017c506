import type { AuthorKind } from './history.ts'

/** What a store tells of a revision's making. */
export interface RevisionFacts {
  readonly description: string
  /** The server itself wrote it: a trigger, a resolve step. */
  readonly authorIsServer: boolean
  readonly authorName?: string | undefined
  /** Names of those who publish; anybody else's `CI:` is a person's. Default: the description alone decides. */
  readonly publishers?: readonly string[] | undefined
}

/**
 * Tells who made a revision. `publish` needs the prefix `CI: ` or `CI (forced): ` and the trailer
 * `(tideway <12 hex digits of the commit>)`; `capture` a tag and `Captured live state`; what the server did
 * not write either, is a person's. It names and guides only: no base is ever made from it.
 */
export function classifyRevision(facts: RevisionFacts): AuthorKind {
  const { description, authorName, publishers } = facts
  if (facts.authorIsServer) return 'automation'
  if (/^CI(?: \(forced\))?: /.test(description) && / \(tideway [0-9a-f]{12}\)$/.test(description)) {
    const trusted = publishers === undefined || (authorName !== undefined && publishers.includes(authorName))
    return trusted ? 'publish' : 'person'
  }
  if (/^(?:drift-capture|break-glass|reconciliation)\b.*: Captured live state/.test(description))
    return 'capture'
  return 'person'
}

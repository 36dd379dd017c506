import type { OpenChange } from '../compare/attribute-changes.ts'
import type { CommitId } from '../contract/commits.ts'
import type { Expected } from '../contract/sink.ts'
import type { RevisionToken } from '../contract/unit-ref.ts'

/** A value as the archive keeps it: text, and the fields of which nothing is known (`/<resource key>/<path>`). */
export interface ArchivedText {
  readonly text: string
  readonly unknown: readonly string[]
}

/** What the archive remembers of one unit. */
export interface ArchivedUnit {
  /** What both sides last agreed on; empty text: that the unit does not exist. */
  readonly base: ArchivedText
  /** A side on which the known unit was seen missing, and whether it is back there since. */
  readonly absence?: { readonly side: 'left' | 'right'; readonly state: 'missing' | 'returned' } | undefined
  /** Fields that the authority changed and that still differ, with who did it, ordered by path. */
  readonly open: readonly OpenChange[]
  /** The authority's revision that the newest run saw. */
  readonly revision?: RevisionToken | undefined
}

/** What one proposal showed of one unit: the authority's values at these fields, as the proposal's reader sees them. */
export interface OfferedUnit {
  readonly unit: string
  readonly revision?: RevisionToken | undefined
  /** The authority's text that the proposal considered. */
  readonly text: string
  readonly paths: readonly string[]
}

/** An open proposal, kept until it is merged into this run's history or closed. */
export interface Offer {
  /** The proposal's digest; only a proposal that still carries it settles the offer. */
  readonly digest: string
  /** The proposal's id in its store; missing while the offer is announced and the proposal not yet known to be made. */
  readonly proposal?: string | undefined
  /** The part of the environment that the proposal is for. Missing: all of it. */
  readonly group?: string | undefined
  readonly units: readonly OfferedUnit[]
}

/** One unit that a publish is about to write. */
export interface IntendedUnit {
  readonly unit: string
  /** SHA-256 of the text to be written. */
  readonly digest: string
  readonly expected: Expected
  /** What the base will be once this is written. */
  readonly base: ArchivedText
  /** The fields that are written, as `/<resource key>/<path>`: an offer of them is void then. */
  readonly paths: readonly string[]
}

/** What a publish announced before its first write, and has not yet reported as done. */
export interface Intent {
  readonly runId: string
  readonly commit: CommitId
  readonly units: readonly IntendedUnit[]
}

/** An environment's archive: what Git and the authority last agreed on, per field. */
export interface ArchiveState {
  /** Counts saves; a store's own count that differs shows that the texts were rolled back. */
  readonly serial: number
  /** The commit of the newest run. */
  readonly commit?: CommitId | undefined
  readonly units: Readonly<Record<string, ArchivedUnit>>
  readonly offers: readonly Offer[]
  /** Digests of proposals that people closed unmerged; the same is not proposed again. */
  readonly declined: readonly string[]
  readonly intent?: Intent | undefined
}

/** The archive of an environment in which nothing was ever published. */
export const emptyArchive: ArchiveState = { serial: 0, units: {}, offers: [], declined: [] }

/** The entry of a unit of which nothing is remembered: whatever differs is a conflict. */
export const unknownUnit: ArchivedUnit = { base: { text: '', unknown: [''] }, open: [] }

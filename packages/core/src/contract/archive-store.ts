import type { Call } from './call.ts'

/** A store's name for one state of an archive. */
export type ArchiveToken = string

/** What an archive store holds: a few small named texts, `/` in names, and the token to replace them. */
export interface StoredArchive {
  readonly token: ArchiveToken
  /**
   * How often the store has saved this archive, counted by the store itself; a count that cannot be rolled
   * back together with the texts lets tideway notice that they were. Undefined where the store has none.
   */
  readonly saves?: number | undefined
  readonly files: Readonly<Record<string, string>>
}

/** What a save did: replaced everything, or nothing, since another one came first. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly token: ArchiveToken; readonly saves?: number | undefined }
  | { readonly kind: 'lost-race' }

/** One save of an archive, as the store remembers it. */
export interface ArchiveSave {
  readonly token: ArchiveToken
  /** What the saver said. */
  readonly message: string
  /** ISO 8601, by the saver's clock. */
  readonly at: string
}

/** What a store remembers of an archive's earlier states. */
export interface ArchiveHistory {
  /** Newest first, the present state included; nothing where there is no archive. */
  saves(call: Call): AsyncIterable<ArchiveSave>
  /** The texts of one save; throws where they cannot be read. */
  filesAt(token: ArchiveToken, call: Call): Promise<Readonly<Record<string, string>>>
}

/**
 * Keeps an environment's archive; any store with compare-and-swap will do.
 * The texts are all or nothing: a reader never sees half of a save.
 */
export interface Archive {
  /** Undefined where there is none; throws where it exists and cannot be read. */
  load(call: Call): Promise<StoredArchive | undefined>
  /** The token of the present state, without its texts. */
  token(call: Call): Promise<ArchiveToken | undefined>
  /** Replaces all texts where the store still is at `expected`; `message` tells people why. */
  save(
    files: Readonly<Record<string, string>>,
    expected: ArchiveToken | undefined,
    message: string,
    call: Call,
  ): Promise<SaveOutcome>
  /** Absent where the store forgets what it replaces. */
  readonly history?: ArchiveHistory | undefined
}

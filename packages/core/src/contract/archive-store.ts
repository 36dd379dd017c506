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

/** What a save did. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly token: ArchiveToken; readonly saves?: number | undefined }
  | { readonly kind: 'lost-race' }

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
}

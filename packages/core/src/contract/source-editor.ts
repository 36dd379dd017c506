import type { FieldEdit } from '../model/field-edit.ts'
import type { Call } from './call.ts'

/** A wanted change of one unit, as the difference from what Git renders now. */
export type WantedUnit =
  | { readonly kind: 'update'; readonly unit: string; readonly edits: readonly FieldEdit[] }
  | { readonly kind: 'add'; readonly unit: string; readonly text: string }
  | { readonly kind: 'delete'; readonly unit: string }

/** One changed file of a proposal; the path is relative to the repository's root, with `/`. */
export type FileEdit =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'delete'; readonly path: string }

/** A wanted change that no file edit brings about, and why. */
export interface Unresolved {
  readonly unit: string
  readonly resource?: string | undefined
  readonly path?: string | undefined
  readonly reason: string
}

/** The files to change so that Git renders what is wanted, proven by rendering them. */
export interface SourceEdits {
  readonly files: readonly FileEdit[]
  readonly unresolved: readonly Unresolved[]
  /** The units whose changes each file carries, by its path and ordered by name. Absent where the editor cannot tell. */
  readonly carried?: Readonly<Record<string, readonly string[]>> | undefined
  /**
   * The environments that were rendered again from the edited files: this one holds what is wanted, but for what is
   * unresolved, and the others what they held before. Absent where there are no edits, or nothing was rendered.
   */
  readonly proven?: readonly string[] | undefined
}

/** Turns wanted units into edits of the files that they are rendered from. */
export interface SourceEditor {
  /**
   * Answers the smallest edits it can find. After them this environment renders what is wanted, but for
   * what `unresolved` lists, and every other environment renders as before.
   */
  edit(wanted: readonly WantedUnit[], call: Call): Promise<SourceEdits>
  /** The texts of files as they are before any edit; a path that is not there is left out. */
  readonly read?: ((paths: readonly string[], call: Call) => Promise<ReadonlyMap<string, string>>) | undefined
  /**
   * Who owns files as the repository says before any edit, in its order and by path: `@person`, `@org/team` or an
   * address. A path that nobody owns is left out. Absent where the store does not know owners.
   */
  readonly owners?:
    | ((paths: readonly string[], call: Call) => Promise<ReadonlyMap<string, readonly string[]>>)
    | undefined
}

import type { TidewayError } from '../errors/tideway-error.ts'
import type { PathSet } from '../model/path-set.ts'

/** All units of one side, by name. */
export interface UnitSet {
  /** Multi-document YAML or JSON; an empty text is a unit that was withdrawn, and counts as absent. */
  readonly texts: ReadonlyMap<string, string>
  /** Units that exist but could not be read, and why. Default: none. */
  readonly unreadable?: ReadonlyMap<string, TidewayError> | undefined
  /** False where units may be missing: then one that is not in the set is not known to be absent. Default: true. */
  readonly complete?: boolean | undefined
}

/** What both sides last agreed on. A unit that an incomplete base lacks has an unknown base. */
export interface BaseSet extends UnitSet {
  /** The fields of a unit of which nothing is known; a path begins with the resource's key. Default: none. */
  readonly unknown?: ReadonlyMap<string, PathSet> | undefined
}

/** The base where nobody remembers anything: whatever differs is a conflict. */
export const forgottenBase: BaseSet = { texts: new Map(), complete: false }

import type { TidewayError } from '../errors/tideway-error.ts'
import type { RawResources } from '../normalize/find-facts.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { FieldChange } from './field-change.ts'
import type { OneSided } from './one-sided.ts'
import type { TextSide } from './read-unit-sides.ts'
import type { UnitChange } from './unit-change.ts'

/** A unit on one side: its text, and what it was read as; a unit that is not there has an empty text. */
export interface ComparedSide {
  readonly text: string
  readonly tree: UnitTree
  /** The resources as they were written, before anything was left out. */
  readonly raw: RawResources
}

/**
 * One unit that is not the same everywhere: compared; or not comparable, because a text could not be read, or
 * because the unit is missing on a side that was not listed completely. Of those nothing may be written.
 */
export type UnitComparison =
  | {
      readonly kind: 'compared'
      readonly unit: string
      readonly unitChange: UnitChange
      /** Present where only one side has the unit. */
      readonly oneSided?: OneSided | undefined
      readonly changes: readonly FieldChange[]
      readonly left: ComparedSide
      readonly right: ComparedSide
    }
  | {
      readonly kind: 'unreadable'
      readonly unit: string
      readonly side: TextSide
      readonly error: TidewayError
    }
  | { readonly kind: 'unlisted'; readonly unit: string; readonly side: 'left' | 'right' }

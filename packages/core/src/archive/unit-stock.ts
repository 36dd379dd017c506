import type { FieldChange } from '../compare/field-change.ts'
import type { UnitChange } from '../compare/unit-change.ts'
import type { UnitHead } from '../contract/source.ts'
import type { Normalization } from '../normalize/normalization.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { ArchivedUnit } from './archive-state.ts'

/** One unit that differs, as a run found it. */
export interface UnitStock {
  readonly unit: string
  readonly gitText: string
  readonly gitTree: UnitTree
  /** Undefined where ConfigHub has no record of the unit. */
  readonly head: UnitHead | undefined
  readonly headText: string
  readonly headTree: UnitTree
  readonly changes: readonly FieldChange[]
  readonly unitChange: UnitChange
  /** True where an interrupted run may or may not have written the unit. */
  readonly inDoubt: boolean
  /** The rules that both sides are compared by. Default: the built-in ones. */
  readonly normalization?: Normalization | undefined
  /** The unit's entry after settling. */
  readonly archived: ArchivedUnit
}

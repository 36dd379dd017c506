import type { FlowOutcome } from '@tideway/core'
import type { TableUnits } from './table-units.ts'

/** One row of the decision table: what both sides have become since they agreed, and what each flow makes of it. */
export interface DecisionRow {
  readonly row: string
  /** What is published first; `{}`: nothing. */
  readonly agreed: TableUnits
  /** What Git holds now. Default: what was agreed. */
  readonly git?: TableUnits
  /** What an operator has made of ConfigHub. Default: what was agreed. */
  readonly confighub?: TableUnits
  /** Befalls the archive once both sides are as they are. */
  readonly mishap?: 'lost' | 'adopt' | 'adopt --infer-base'
  /** Which of ConfigHub's own units Git wants, as globs. Default: all. */
  readonly select?: readonly string[]
  /** Default: `documented`. */
  readonly policy?: 'merge'
  /** How many resources a publish may delete. Default: none. */
  readonly maxDeletes?: number
  readonly sync: {
    readonly outcome: FlowOutcome
    /** What Git will hold once the pull request is merged. Absent: there is no pull request. */
    readonly proposes?: TableUnits
    /** Fields as `unit/path` (the whole resource: `unit`) that the pull request lists as changed by both sides. */
    readonly conflicts?: readonly string[]
  }
  readonly publish: {
    readonly outcome: FlowOutcome
    /** What ConfigHub holds afterwards. Default: what it held before. */
    readonly confighub?: TableUnits
    /** Units of which the report says that a sync is due. Default: none. */
    readonly syncDue?: readonly string[]
    /** Words of the report that tell why. */
    readonly says?: string
  }
}

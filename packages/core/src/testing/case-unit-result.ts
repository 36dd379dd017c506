import type { DecidedChange } from '../decide/decide-change.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import type { Tree } from '../model/json.ts'
import type { CaseSide, ExpectedDecision } from './policy-case.ts'

/** What was decided of one unit of a case. */
export interface CaseUnitResult {
  readonly unit: string
  readonly verdict: UnitVerdict
  /** By the keys of the expectations. */
  readonly decisions: Readonly<Record<string, DecidedChange>>
  /** What is decided, written as an expectation. */
  readonly decided: Readonly<Record<string, ExpectedDecision>>
  /** What the target holds afterwards. */
  readonly result: CaseResult
}

/** What the target of a unit holds afterwards, as a value and in the forms that a case is written in. */
export interface CaseResult {
  readonly tree: Tree
  /** As a file that holds the unit. */
  readonly text: string
  /** As what differs from the case's `resource`; undefined where that cannot say it. */
  readonly side: Exclude<CaseSide, string> | undefined
}

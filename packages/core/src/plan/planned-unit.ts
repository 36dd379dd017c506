import type { UnitStock } from '../archive/unit-stock.ts'
import type { DecidedChange } from '../decide/decide-change.ts'
import type { UnitVerdict } from '../decide/unit-verdict.ts'
import type { ErrorCode } from '../errors/error-register.ts'
import type { PlannedWrite } from './planned-write.ts'

/** Why a unit is held or blocks, where it is not a rule of the policy that says so. */
export interface Obstacle {
  readonly code: ErrorCode
  readonly message: string
}

/** One differing unit with everything that was decided on it. */
export interface PlannedUnit {
  readonly stock: UnitStock
  readonly decided: readonly DecidedChange[]
  readonly verdict: UnitVerdict
  readonly obstacle?: Obstacle | undefined
  /** Present where the verdict is `write`. */
  readonly planned?: PlannedWrite | undefined
}

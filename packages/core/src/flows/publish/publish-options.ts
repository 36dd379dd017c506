import type { Call } from '../../contract/call.ts'
import type { ForceScope } from '../../decide/force.ts'
import type { FreezeWindow } from '../../decide/freeze.ts'
import type { Policy } from '../../decide/policy.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import type { Veto } from '../../plan/apply-vetoes.ts'
import type { Limits } from '../../plan/limits.ts'
import type { PublishPlan } from '../../plan/plan-publish.ts'
import type { PlanRecord } from '../../report/plan-record.ts'
import type { DeliveryWait } from './await-delivery.ts'

/**
 * Looks at a publish after it was decided and before anything is written, in dry runs too; every veto stops the run.
 * `derivePlannedText` tells the text to be written, that of Secrets included where these are carried.
 */
export type PublishGuard = (plan: PublishPlan, call: Call) => readonly Veto[] | Promise<readonly Veto[]>

/** How a publish is to go. */
export interface PublishOptions {
  /** The environment's name, for policies and reports. */
  readonly environment: string
  /** Default: `documentedPolicy`. */
  readonly policy?: Policy | undefined
  /** Default: 20 updates, no deletion. */
  readonly limits?: Limits | undefined
  /** Overwrite the authority within this scope. Default: never. */
  readonly force?: ForceScope | undefined
  /** Say what would be done, and write nothing. Default: false. */
  readonly dryRun?: boolean | undefined
  /** Go on from a commit that has diverged from the newest run's. Default: false. */
  readonly allowOlder?: boolean | undefined
  /** Remove the record of a unit that Git deleted, for good. Default: empty it, which can be restored. */
  readonly purge?: boolean | undefined
  /** Write only what this record of a dry run says; anything else is refused. Default: whatever comes out. */
  readonly reviewed?: PlanRecord | undefined
  /** Write although the authority offers no condition for a write. Default: false. */
  readonly unconditional?: boolean | undefined
  /** Whether units that hold Secrets are published. Default: `refuse`. */
  readonly secrets?: 'refuse' | 'carry' | undefined
  /** Times in which nothing is written. Default: none. */
  readonly freeze?: readonly FreezeWindow[] | undefined
  /** Asked in order, all of them. Default: none. */
  readonly validate?: readonly PublishGuard[] | undefined
  /**
   * Wait until everything that both sides agree on, written now or before, is live. Default: do not wait.
   * A store that cannot tell is refused before the first write.
   */
  readonly wait?: DeliveryWait | undefined
  /** Leave out units that cannot be read, and delete nothing then. Default: `stop`. */
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  /** Which of the authority's own units a sync brings to Git, as globs: of others none is due. Default: all. */
  readonly select?: readonly string[] | undefined
  /** What counts as equal. Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

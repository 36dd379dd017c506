import type { ForceScope } from '../decide/force.ts'
import type { Policy } from '../decide/policy.ts'
import type { Limits } from '../plan/limits.ts'

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
  /** Write although the authority offers no condition for a write. Default: false. */
  readonly unconditional?: boolean | undefined
  /** Whether units that hold Secrets are published. Default: `refuse`. */
  readonly secrets?: 'refuse' | 'carry' | undefined
}

import type { FreezeWindow } from '../decide/freeze.ts'
import type { Managers } from '../decide/managers.ts'
import type { Policy } from '../decide/policy.ts'
import type { Normalization } from '../normalize/normalization.ts'

/** What a capture plan is made from, besides the units. */
export interface CaptureRules {
  readonly environment: string
  readonly policy: Policy
  readonly managers: Managers
  /** Take ConfigHub's head for what was delivered where nobody knows. */
  readonly assumeApplied: boolean
  /** Whether what Crossplane's providers observe counts as live. Default: only what the cluster wants does. */
  readonly crossplane?: 'atProvider' | undefined
  /** The tag of this capture. */
  readonly tag?: string | undefined
  /** The freeze that holds now: nothing is written. */
  readonly frozen?: FreezeWindow | undefined
  /** Whether the values of Secrets are captured. */
  readonly secrets: 'refuse' | 'carry'
  readonly description: string
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

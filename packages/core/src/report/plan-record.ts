import type { CommitId } from '../contract/commits.ts'
import type { Expected } from '../contract/sink.ts'
import type { ForceScope } from '../decide/force.ts'
import type { Limits } from '../plan/limits.ts'
import type { PlannedWrite } from '../plan/planned-write.ts'

/** One write of a reviewed plan, without its text: what it must find, and the digest of what it writes. */
export interface RecordedWrite {
  readonly unit: string
  readonly kind: PlannedWrite['kind']
  /** The revision that was read; `absent` where there was none. */
  readonly expected: Expected
  /** SHA-256 of the text to be written. */
  readonly digest: string
}

/**
 * A publish plan to be kept, reviewed and applied later. It holds no text and no value: whoever applies it plans
 * again, and goes on only where just this comes out.
 */
export interface PlanRecord {
  readonly version: 1
  readonly commit: CommitId
  /** The name of the authority's endpoint, for instance `confighub:messagewall-prod`. */
  readonly confighub: string
  readonly options: {
    readonly limits: Limits
    readonly force?: ForceScope | undefined
    readonly allowOlder?: boolean | undefined
    readonly purge?: boolean | undefined
  }
  /** Ordered by unit. */
  readonly writes: readonly RecordedWrite[]
}

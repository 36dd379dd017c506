import type { ArchiveState, Offer } from '../../archive/archive-state.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import type { Sides } from '../../compare/field-change.ts'
import type { ArchiveToken } from '../../contract/archive-store.ts'
import type { Commit, CommitRelation } from '../../contract/commits.ts'
import type { UnitHead } from '../../contract/source.ts'
import type { UnreadableUnit } from '../../report/flow-report.ts'
import type { LostArchive } from './open-archive.ts'

/** The sides of publish and sync: Git is the left one, ConfigHub the right one. */
export const gitAndConfigHub: Sides = { left: 'git', right: 'confighub' }

/** Both sides of an environment as a run found them, and the archive settled on what they agree on. */
export interface Stock {
  readonly commit: Commit
  /** What people may take for a part of the commit and is not. */
  readonly caveats: readonly string[]
  /** How this run's commit stands to the newest run's. */
  readonly relation: CommitRelation
  /** The archive after settling; not saved yet. */
  readonly state: ArchiveState
  /** True where settling changed anything, so that a save is due. */
  readonly settled: boolean
  readonly token: ArchiveToken | undefined
  readonly lost?: LostArchive | undefined
  /** Those of the archive's offers whose proposals are still open, or not made yet. */
  readonly openOffers: readonly Offer[]
  /** Units that differ, ordered by name. */
  readonly differing: readonly UnitStock[]
  /** How many units there are on either side. */
  readonly unitCount: number
  /** Units that could not be read and are left out: nobody knows whether they differ. Ordered by name. */
  readonly unreadable: readonly UnreadableUnit[]
  /** Why the space seems to be another environment's. */
  readonly wrongSpace?: string | undefined
  /** The units that ConfigHub has a record of. */
  readonly heads: ReadonlyMap<string, UnitHead>
}

/** The units that were left out, as a report has them. */
export function describeUnreadable({ unreadable }: Stock): { readonly unreadable?: Stock['unreadable'] } {
  return unreadable.length === 0 ? {} : { unreadable }
}

import type { ChangeSets } from './change-set/change-sets.ts'
import type { Driver } from './driver/driver.ts'
import type { FoundSpace } from './found-space.ts'

/** A space that has been found, and the way to it. */
export interface SpaceAccess extends FoundSpace {
  readonly driver: Driver
  /** Present where writes are to belong to ChangeSets. */
  readonly changeSets?: ChangeSets
}

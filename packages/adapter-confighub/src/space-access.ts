import type { TextCache } from '@tideway/core'
import type { ChangeSets } from './change-set/change-sets.ts'
import type { Driver } from './driver/driver.ts'
import type { FoundSpace } from './found-space.ts'

/** A space that has been found, and the way to it. */
export interface SpaceAccess extends FoundSpace {
  readonly driver: Driver
  /** Texts that were read, as long as the endpoint lives. */
  readonly texts: TextCache
  /** Present where writes are to belong to ChangeSets. */
  readonly changeSets?: ChangeSets
}

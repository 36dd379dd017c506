import type { ChangeSets } from './change-set/change-sets.ts'
import type { Driver } from './driver/driver.ts'
import type { Client } from './http/create-client.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** A space that has been found, on a server whose generation is not yet known. */
export interface FoundSpace {
  readonly client: Client
  readonly options: ResolvedOptions
  /** The space's UUID. */
  readonly spaceId: string
}

/** A space that has been found, and the way to it. */
export interface SpaceAccess extends FoundSpace {
  readonly driver: Driver
  /** Present where writes are to belong to ChangeSets. */
  readonly changeSets?: ChangeSets
}

/** The path of a unit, or of what lies under it. An id may come from outside, so it cannot leave its place. */
export function unitPath(space: FoundSpace, unitId: string, under = ''): string {
  return `/api/space/${space.spaceId}/unit/${encodeURIComponent(unitId)}${under}`
}

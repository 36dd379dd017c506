import type { Client } from './http/create-client.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** A space that has been found, on a server whose generation need not be known. */
export interface FoundSpace {
  readonly client: Client
  readonly options: ResolvedOptions
  /** The space's UUID. */
  readonly spaceId: string
}

/** The path of a unit, or of what lies under it. An id may come from outside, so it cannot leave its place. */
export function unitPath(space: FoundSpace, unitId: string, under = ''): string {
  return `/api/space/${space.spaceId}/unit/${encodeURIComponent(unitId)}${under}`
}

import { deriveUuid } from './derive-uuid.ts'
import type { SpaceRecord } from './state.ts'

/** The target that a space is released to; every space has one. */
export function targetOf(space: Pick<SpaceRecord, 'SpaceID'>): string {
  return deriveUuid(`target of ${space.SpaceID}`)
}

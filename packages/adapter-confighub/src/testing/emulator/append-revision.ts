import type { Author } from './author.ts'
import { digest } from './digest.ts'
import type { UnitRecord } from './state.ts'
import type { World } from './world.ts'

/** Who makes a revision, how and why. */
export interface RevisionCause extends Author {
  readonly source: 'CreateUnit' | 'Update' | 'Resolve'
  readonly description: string
}

/** Makes a text the new head of a unit, and returns the unit so changed. Nothing is stored. */
export function appendRevision(
  world: World,
  unit: UnitRecord,
  text: string,
  cause: RevisionCause,
): UnitRecord {
  const now = world.options.now().toISOString()
  const revision = {
    RevisionID: world.store.nextId(),
    RevisionNum: (unit.revisions.at(-1)?.RevisionNum ?? 0) + 1,
    Description: cause.description,
    Source: cause.source,
    UserID: cause.userId,
    UserAgent: cause.userAgent,
    CreatedAt: now,
    DataHash: digest(text),
    DataSize: Buffer.byteLength(text, 'utf8'),
    text,
  }
  return { ...unit, revisions: [...unit.revisions, revision], Version: unit.Version + 1, UpdatedAt: now }
}

import { refuseReadOnly } from '../apply/refuse-read-only.ts'
import { formatArchive } from '../archive/archive-format.ts'
import type { ArchiveState } from '../archive/archive-state.ts'
import type { Archive, ArchiveToken } from '../contract/archive-store.ts'
import type { Call } from '../contract/call.ts'

/** A saved archive and its token; undefined where another run saved first. */
export interface SavedArchive {
  readonly state: ArchiveState
  readonly token: ArchiveToken
}

/**
 * Saves an archive where the store still is at `expected`, one serial further.
 * Throws `TIDEWAY_READ_ONLY` in a run that may only read.
 */
export async function saveArchive(
  archive: Archive,
  state: ArchiveState,
  expected: ArchiveToken | undefined,
  message: string,
  call: Call,
): Promise<SavedArchive | undefined> {
  refuseReadOnly(call, 'the archive would be saved')
  const next = { ...state, serial: state.serial + 1 }
  const outcome = await archive.save(formatArchive(next), expected, message, call)
  return outcome.kind === 'saved' ? { state: next, token: outcome.token } : undefined
}

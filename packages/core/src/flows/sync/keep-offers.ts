import { type ArchiveState, emptyArchive, type Offer } from '../../archive/archive-state.ts'
import { isSameArchive } from '../../archive/is-same-archive.ts'
import type { Archive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import { saveArchive } from '../save-archive.ts'

/** An archive as a sync last saw or saved it. */
export interface KeptArchive {
  readonly state: ArchiveState
  readonly token: string | undefined
  /** True where something besides the offers is to be saved. */
  readonly due: boolean
}

/** Saves the archive with these offers where anything changed; undefined where another run saved first. */
export async function keepOffers(
  archive: Archive,
  kept: KeptArchive,
  offers: readonly Offer[],
  message: string,
  call: Call,
): Promise<KeptArchive | undefined> {
  const state = { ...kept.state, offers }
  if (!kept.due && isSameArchive(kept.state, state)) return kept
  const saved = await saveArchive(archive, state, kept.token, message, call)
  return saved && { ...saved, due: false }
}

/** Tells whether a known offer is a new one, whose proposal is not known yet. */
export function isSameOffer(known: Offer, offer: Offer): boolean {
  const { proposal: _, ...offered } = known
  return isSameArchive({ ...emptyArchive, offers: [offered] }, { ...emptyArchive, offers: [offer] })
}

import { readArchive } from '../../archive/archive-format.ts'
import { type ArchiveState, emptyArchive, unknownUnit } from '../../archive/archive-state.ts'
import type { ArchiveToken, StoredArchive } from '../../contract/archive-store.ts'

/** Why nothing is remembered. */
export type LostArchive =
  /** `forgotten`: on purpose. */
  | { readonly kind: 'missing' | 'rolled-back' | 'forgotten' }
  /** A proposal was merged that the archive does not know. */
  | { readonly kind: 'unknown-merge'; readonly proposal: string }

/** An archive as a run found it. */
export interface OpenedArchive {
  readonly state: ArchiveState
  readonly token: ArchiveToken | undefined
  readonly lost?: LostArchive | undefined
}

/** What {@link openArchive} is told besides the units of both sides. */
export interface ArchiveOpening {
  readonly left: Iterable<string>
  readonly right: Iterable<string>
  /** Forget on purpose what the archive holds. */
  readonly forget: boolean
}

/**
 * Opens an archive as it was loaded. One that is missing is empty where the authority is empty too (the first publish);
 * elsewhere it is lost, as is one whose store has counted more saves than its texts say: then every unit
 * on either side is unknown, and what differs is a conflict until somebody picks.
 */
export function openArchive(stored: StoredArchive | undefined, opening: ArchiveOpening): OpenedArchive {
  const right = [...opening.right]
  const forgotten = (serial: number): ArchiveState =>
    right.length === 0 ? { ...emptyArchive, serial } : forgetUnits(serial, [...opening.left, ...right])
  if (stored === undefined) {
    const kind = opening.forget ? 'forgotten' : 'missing'
    return { state: forgotten(0), token: undefined, ...(right.length > 0 ? { lost: { kind } } : {}) }
  }
  if (opening.forget)
    return { state: forgotten(stored.saves ?? 0), token: stored.token, lost: { kind: 'forgotten' } }
  const state = readArchive(stored)
  if (stored.saves === undefined || stored.saves === state.serial) return { state, token: stored.token }
  return {
    state: forgetUnits(stored.saves, [...opening.left, ...right]),
    token: stored.token,
    lost: { kind: 'rolled-back' },
  }
}

/** An archive in which every unit is unknown. */
export function forgetUnits(serial: number, units: readonly string[]): ArchiveState {
  return { ...emptyArchive, serial, units: Object.fromEntries(units.map((unit) => [unit, unknownUnit])) }
}

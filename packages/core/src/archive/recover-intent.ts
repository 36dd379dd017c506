import type { Revision } from '../contract/history.ts'
import type { UnitHead } from '../contract/source.ts'
import type { ArchiveState, IntendedUnit } from './archive-state.ts'
import { unknownUnit } from './archive-state.ts'
import { voidOffers } from './void-offers.ts'

/** What the authority says of a unit that an interrupted run meant to write. */
export interface IntendedUnitEvidence {
  /** Undefined where the authority has no record of the unit. */
  readonly head: UnitHead | undefined
  /** Newest first, down to the expected revision where history goes back that far; undefined: not available. */
  readonly revisions: readonly Revision[] | undefined
}

/** The archive without the intent, and the units of which nobody can say whether they were written. */
export interface RecoveredIntent {
  readonly state: ArchiveState
  readonly inDoubt: readonly string[]
}

/**
 * Finds out what became of an interrupted publish. A unit that carries the planned digest, now or in its history,
 * was written, and its base is the one that was announced; one that is still at the expected revision was not.
 */
export function recoverIntent(
  state: ArchiveState,
  evidence: ReadonlyMap<string, IntendedUnitEvidence>,
): RecoveredIntent {
  const { intent, ...rest } = state
  if (intent === undefined) return { state, inDoubt: [] }
  const units = { ...state.units }
  const inDoubt: string[] = []
  let { offers } = state
  for (const planned of intent.units) {
    const fate = fateOf(planned, evidence.get(planned.unit))
    if (fate.kind === 'in-doubt') inDoubt.push(planned.unit)
    if (fate.kind === 'written') {
      offers = voidOffers(offers, planned.unit, planned.paths)
      units[planned.unit] = {
        ...(units[planned.unit] ?? unknownUnit),
        base: planned.base,
        revision: fate.revision,
      }
    }
  }
  return { state: { ...rest, units, offers }, inDoubt }
}

type Fate =
  | { readonly kind: 'written'; readonly revision?: string | undefined }
  | { readonly kind: 'not-written' | 'in-doubt' }

function fateOf(planned: IntendedUnit, evidence: IntendedUnitEvidence | undefined): Fate {
  const head = evidence?.head
  if (head === undefined) {
    // A unit that was to go and has no record any more was purged; a creation may never have been sent.
    const isGone = planned.expected !== 'absent' && planned.base.text === ''
    return isGone ? { kind: 'written' } : { kind: 'in-doubt' }
  }
  if (head.digest === planned.digest) return { kind: 'written', revision: head.revision }
  if (head.revision === planned.expected) return { kind: 'not-written' }
  if (evidence?.revisions === undefined) return { kind: 'in-doubt' }
  for (const revision of evidence.revisions) {
    if (revision.revision === planned.expected) return { kind: 'not-written' }
    if (revision.digest === planned.digest) return { kind: 'written', revision: revision.revision }
  }
  return { kind: planned.expected === 'absent' ? 'not-written' : 'in-doubt' }
}

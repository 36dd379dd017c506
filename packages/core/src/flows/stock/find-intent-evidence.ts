import type { Intent } from '../../archive/archive-state.ts'
import type { IntendedUnitEvidence } from '../../archive/recover-intent.ts'
import type { Call } from '../../contract/call.ts'
import type { History, Revision } from '../../contract/history.ts'
import type { UnitHead } from '../../contract/source.ts'

/** Asks the authority what became of the units that an interrupted run meant to write. */
export async function findIntentEvidence(
  intent: Intent,
  heads: ReadonlyMap<string, UnitHead>,
  history: History | undefined,
  call: Call,
): Promise<ReadonlyMap<string, IntendedUnitEvidence>> {
  const evidence = new Map<string, IntendedUnitEvidence>()
  for (const planned of intent.units) {
    const head = heads.get(planned.unit)
    const obvious = head === undefined || head.digest === planned.digest || head.revision === planned.expected
    const revisions = obvious ? undefined : await readUntil(planned.expected, head, history, call)
    evidence.set(planned.unit, { head, revisions })
  }
  return evidence
}

async function readUntil(
  expected: string,
  head: UnitHead,
  history: History | undefined,
  call: Call,
): Promise<readonly Revision[] | undefined> {
  if (history === undefined) return undefined
  const revisions: Revision[] = []
  for await (const revision of history.revisions(head.ref, call)) {
    revisions.push(revision)
    if (revision.revision === expected) break
  }
  return revisions
}

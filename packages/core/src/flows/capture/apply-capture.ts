import { applyWrite, type WritableStore } from '../../apply/apply-write.ts'
import type { Call } from '../../contract/call.ts'
import type { Sink, WriteOutcome } from '../../contract/sink.ts'
import type { UnitHead } from '../../contract/source.ts'
import type { AnnotationChanges, RevisionToken } from '../../contract/unit-ref.ts'
import { derivePlannedText } from '../../plan/derive-planned-text.ts'
import type { CaptureUnit } from '../../plan/plan-capture.ts'

/** The annotation that announces a capture: the digest of the text that is about to be written. */
export const pendingMark = 'tideway.dev/capture-pending'

/** Where a capture is written. */
export interface CaptureStore extends WritableStore {
  /** Whether units can carry the record of a capture. */
  readonly annotations: boolean
}

/**
 * Writes what was captured, unit by unit: announces the write together with its record, writes the text, and takes
 * the announcement back. A crash in between loses neither; {@link clearMarks} of the next run finds out which it was.
 * A unit that cannot be announced is not written.
 */
export async function applyCapture(
  planned: readonly CaptureUnit[],
  store: CaptureStore,
  record: Readonly<Record<string, string>>,
  call: Call,
): Promise<ReadonlyMap<string, WriteOutcome>> {
  const outcomes = new Map<string, WriteOutcome>()
  for (const { live, planned: plan } of planned) {
    if (plan === undefined) continue
    const unit = { unit: live.unit, sink: store.sink }
    const announce = { ...record, [pendingMark]: plan.digest }
    const announced = store.annotations
      ? await annotate(unit, live.head, plan.expected, announce, call)
      : undefined
    if (announced !== undefined && !isDone(announced)) {
      outcomes.set(live.unit, announced)
      continue
    }
    const text = derivePlannedText(plan, { source: '', target: live.headText }, call.sha256)
    const outcome = await applyWrite(store, plan, text, call)
    outcomes.set(live.unit, outcome)
    const { kind, revision } = outcome
    call.onProgress({ kind: 'unit-written', unit: live.unit, outcome: kind, revision })
    if (store.annotations && isDone(outcome) && revision !== undefined)
      await annotate(unit, live.head, revision, { [pendingMark]: null }, call)
  }
  return outcomes
}

/**
 * Takes back the announcements of captures that were interrupted, of units that this run does not write again.
 * Answers, in words, what became of each.
 */
export async function clearMarks(
  heads: readonly UnitHead[],
  sink: Sink,
  call: Call,
): Promise<readonly string[]> {
  const notes: string[] = []
  for (const head of heads) {
    const digest = head.annotations[pendingMark]
    if (digest === undefined) continue
    const { unit } = head.ref
    const cleared = await annotate({ unit, sink }, head, head.revision, { [pendingMark]: null }, call)
    if (!isDone(cleared)) continue
    const became = digest === head.digest ? 'was written' : 'was not written, or has been overwritten since'
    notes.push(`unit ${unit}: a capture that was interrupted ${became}; its announcement is taken back`)
  }
  return notes
}

async function annotate(
  { unit, sink }: { readonly unit: string; readonly sink: Sink },
  head: UnitHead,
  expected: RevisionToken,
  annotations: AnnotationChanges,
  call: Call,
): Promise<WriteOutcome> {
  const write = { kind: 'annotate', key: unit, ref: head.ref, expected, annotations } as const
  for await (const outcome of sink.write([write], call)) return outcome
  return { kind: 'unknown', key: unit }
}

function isDone({ kind }: WriteOutcome): boolean {
  return kind === 'written' || kind === 'unchanged'
}

import { applyWrite, type WritableStore } from '../../apply/apply-write.ts'
import { archiveAfterWrite } from '../../archive/archive-after-write.ts'
import type { ArchivedUnit, ArchiveState, Intent } from '../../archive/archive-state.ts'
import { voidOffers } from '../../archive/void-offers.ts'
import type { Archive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { WriteOutcome } from '../../contract/sink.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { formatPath } from '../../model/field-path.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import type { UnitTree } from '../../normalize/unit-tree.ts'
import { derivePlannedText } from '../../plan/derive-planned-text.ts'
import { orderTargetsFirst } from '../../plan/find-planned-moves.ts'
import type { PlannedUnit } from '../../plan/planned-unit.ts'
import type { PlannedWrite } from '../../plan/planned-write.ts'
import { countOf } from '../../report/count-of.ts'
import { saveArchive } from '../save-archive.ts'
import type { Stock } from '../stock/stock.ts'

/** How the writes of a plan ended: all of them, up to a lost race or failure, or taken over by another run. */
export interface AppliedPublish {
  readonly kind: 'done' | 'lost-race' | 'failed' | 'taken-over'
  /** One outcome per planned write that was tried and answered, in order. */
  readonly outcomes: readonly WriteOutcome[]
  /** What ended a failed run in the middle, where it is no outcome of a write. */
  readonly error?: TidewayError | undefined
}

interface UnitWithWrite {
  readonly stock: PlannedUnit['stock']
  readonly write: PlannedWrite
  readonly text: string
  readonly tree: UnitTree
  /** The fields that are written. */
  readonly paths: readonly string[]
}

/**
 * Carries out the writes of a publish plan: announces them in the archive, writes unit by unit while the
 * archive is still this run's, and saves what both sides agree on afterwards. Stops at the first unit that is
 * not written.
 */
export async function applyPublish(
  stock: Stock,
  units: readonly PlannedUnit[],
  store: WritableStore,
  archive: Archive,
  call: Call,
): Promise<AppliedPublish> {
  const writes = orderTargetsFirst(units).flatMap((unit) => withWrite(unit, call))
  const announced = await saveArchive(
    archive,
    { ...stock.state, intent: announce(stock, writes, call) },
    stock.token,
    `publish ${stock.commit.id.slice(0, 12)}: about to write ${countOf(writes.length, 'unit')}`,
    call,
  )
  if (announced === undefined) return { kind: 'taken-over', outcomes: [] }

  const outcomes: WriteOutcome[] = []
  const entries: Record<string, ArchivedUnit | undefined> = {}
  let { offers } = announced.state
  let kind: AppliedPublish['kind'] = 'done'
  try {
    for (const unit of writes) {
      if ((await archive.token(call)) !== announced.token) return { kind: 'taken-over', outcomes }
      const outcome = await applyWrite(store, unit.write, unit.text, call)
      outcomes.push(outcome)
      call.onProgress({
        kind: 'unit-written',
        unit: unit.stock.unit,
        outcome: outcome.kind,
        revision: outcome.revision,
      })
      if (outcome.kind !== 'written' && outcome.kind !== 'unchanged') {
        kind = outcome.kind === 'lost-race' ? 'lost-race' : 'failed'
        break
      }
      entries[unit.stock.unit] = archiveAfterWrite(unit.stock, unit.tree, outcome.revision)
      offers = voidOffers(offers, unit.stock.unit, unit.paths)
    }
    // An outcome that stays unknown is for the next run to find out: the announcement stays.
    if (outcomes.at(-1)?.kind === 'unknown') return { kind, outcomes }
    const saved = await saveArchive(
      archive,
      {
        ...announced.state,
        units: mergeEntries(announced.state.units, entries),
        offers,
        intent: undefined,
      },
      announced.token,
      `publish ${stock.commit.id.slice(0, 12)}: wrote ${countOf(Object.keys(entries).length, 'unit')}`,
      call,
    )
    return { kind: saved === undefined ? 'taken-over' : kind, outcomes }
  } catch (error) {
    // What was written is told; the announcement stays, so that the next run finds out the rest.
    if (!TidewayError.isInstance(error)) throw error
    return { kind: 'failed', outcomes, error }
  }
}

function withWrite(unit: PlannedUnit, call: Call): readonly UnitWithWrite[] {
  const { planned: write, stock } = unit
  if (write === undefined) return []
  const text = derivePlannedText(write, { source: stock.gitText, target: stock.headText }, call.sha256)
  const read = readUnitTree(text, unit.stock.unit, unit.stock.normalization)
  if (read.kind === 'invalid') throw read.error
  const paths = unit.decided
    .filter((item) => item.verdict === 'take')
    .map(({ change }) => formatPath([change.resource, ...change.path]))
  return [{ stock: unit.stock, write, text, tree: read.tree, paths }]
}

function announce(stock: Stock, writes: readonly UnitWithWrite[], call: Call): Intent {
  return {
    runId: call.runId,
    commit: stock.commit.id,
    units: writes.map(({ stock: unit, write, tree, paths }) => ({
      unit: write.unit,
      digest: write.digest,
      expected: write.expected,
      base: archiveAfterWrite(unit, tree, undefined)?.base ?? { text: '', unknown: [] },
      paths,
    })),
  }
}

function mergeEntries(
  units: ArchiveState['units'],
  entries: Readonly<Record<string, ArchivedUnit | undefined>>,
): ArchiveState['units'] {
  const merged: Record<string, ArchivedUnit> = { ...units }
  for (const [unit, entry] of Object.entries(entries)) {
    if (entry === undefined) delete merged[unit]
    else merged[unit] = entry
  }
  return merged
}

import type { UnitStock } from '../../archive/unit-stock.ts'
import type { Call } from '../../contract/call.ts'
import type { History, Revision } from '../../contract/history.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { readTrail } from '../stock/read-trail.ts'
import { readTrees } from '../stock/read-trees.ts'
import { takeUnitStock } from '../stock/take-unit-stock.ts'

/** A unit compared with the newest revision that looks like a publish, and that revision. */
export interface InferredUnit {
  readonly stock: UnitStock
  readonly revision: Revision
}

/**
 * Takes a unit's newest revision that is described as a publish (`CI:`, `CI (forced):`) for what both sides agreed on.
 * Anybody can write such a description, so this is for starting an archive only. Undefined where there is none.
 */
export async function inferBase(
  unit: UnitStock,
  history: History,
  call: Call,
): Promise<InferredUnit | undefined> {
  const { head, normalization } = unit
  const revision = head && (await findPublish(history, head.ref, call))
  if (head === undefined || revision === undefined) return undefined
  const text = await history.contentAt(head.ref, revision.revision, call)
  const entry = { base: { text, unknown: [] }, open: [] }
  const read = { ...unit, head, entry, inDoubt: false }
  try {
    const trees = readTrees(read, 'git', 'confighub')
    const query = { ref: head.ref, seen: revision.revision, normalization }
    const stock = await takeUnitStock({ ...read, ...trees }, () => readTrail(history, query, call))
    return { stock, revision }
  } catch (error) {
    // A revision that cannot be read any more is no base.
    if (!TidewayError.isInstance(error) || error.code !== 'TIDEWAY_ARCHIVE_UNREADABLE') throw error
    return undefined
  }
}

async function findPublish(
  history: History,
  ref: NonNullable<UnitStock['head']>['ref'],
  call: Call,
): Promise<Revision | undefined> {
  for await (const revision of history.revisions(ref, call))
    if (/^CI(?: \(forced\))?:/.test(revision.description)) return revision
  return undefined
}

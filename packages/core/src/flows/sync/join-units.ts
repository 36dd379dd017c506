import { groupPlacements } from '../../compare/group-placements.ts'
import type { FileEdit, SourceEdits } from '../../contract/source-editor.ts'
import type { SyncPlan } from '../../plan/plan-sync.ts'

/** Units that one proposal has to carry, and the files in which it does. */
export interface JoinedUnits {
  /** Ordered by name. */
  readonly units: readonly string[]
  readonly files: readonly FileEdit[]
}

/**
 * Puts together the wanted units that cannot be proposed apart: they change the same file, or a resource moves between
 * them. Where the editor cannot tell whose changes a file carries, all of them are together.
 */
export function joinUnits(plan: SyncPlan, edits: SourceEdits): readonly JoinedUnits[] {
  const wanted = plan.wanted.map(({ unit }) => unit)
  const carriers = ({ path }: FileEdit) => edits.carried?.[path] ?? wanted
  const ties = [...edits.files.map(carriers), ...findMoves(plan)]
  const sets = ties.reduce(
    tie,
    wanted.map((unit) => new Set([unit])),
  )
  return sets
    .map((units) => ({
      units: [...units].sort(),
      files: edits.files.filter((file) => carriers(file).some((unit) => units.has(unit))),
    }))
    .sort((one, other) => ((one.units[0] ?? '') < (other.units[0] ?? '') ? -1 : 1))
}

function tie(sets: readonly ReadonlySet<string>[], units: readonly string[]): readonly ReadonlySet<string>[] {
  const touched = sets.filter((set) => units.some((unit) => set.has(unit)))
  if (touched.length < 2) return sets
  const others = sets.filter((set) => !touched.includes(set))
  return [...others, new Set(touched.flatMap((set) => [...set]))]
}

function findMoves({ units }: SyncPlan): readonly (readonly string[])[] {
  const placed = units.flatMap(({ stock, decided, wanted }) =>
    wanted === undefined
      ? []
      : [
          {
            unit: stock.unit,
            changes: decided.flatMap(({ change, verdict }) => (verdict === 'take' ? [change] : [])),
          },
        ],
  )
  return groupPlacements(placed).map((group) => group.map(({ unit }) => unit))
}

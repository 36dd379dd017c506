import type { ArchivedUnit } from '../../archive/archive-state.ts'
import { settleUnit } from '../../archive/settle-unit.ts'
import { writeUnitBase } from '../../archive/unit-base.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import { secretKeys } from '../../archive/withhold-secrets.ts'
import { attributeChanges, collectOpenChanges, type Trail } from '../../compare/attribute-changes.ts'
import type { BaseTree } from '../../compare/base-tree.ts'
import { compareUnit } from '../../compare/compare-unit.ts'
import { type FieldChange, isAgreed } from '../../compare/field-change.ts'
import { summarizeUnitChange } from '../../compare/unit-change.ts'
import type { UnitHead } from '../../contract/source.ts'
import { isJsonObject } from '../../model/json.ts'
import { isEmptyPathSet } from '../../model/path-set.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import type { UnitTree } from '../../normalize/unit-tree.ts'

/** One unit as it was read from both sides; a side that does not have it has an empty text and tree. */
export interface ReadUnit {
  readonly unit: string
  readonly gitText: string
  readonly gitTree: UnitTree
  readonly head: UnitHead | undefined
  readonly headText: string
  readonly headTree: UnitTree
  /** What the archive holds of it. */
  readonly base: BaseTree
  readonly inDoubt: boolean
  readonly entry: ArchivedUnit | undefined
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

const nothingArchived = { text: '', unknown: [] } as const

/**
 * Compares one unit with its base, settles the base, and names who made ConfigHub's changes.
 * `followTrail` is asked only where ConfigHub has changes.
 */
export async function takeUnitStock(
  read: ReadUnit,
  followTrail: (head: UnitHead) => Promise<Trail>,
): Promise<UnitStock> {
  const { base, ...unit } = read
  const absence = absenceOf(read)
  const compared = compareUnit(base, read.gitTree, read.headTree, {
    normalization: read.normalization,
    returned: absence?.state === 'returned' ? [absence.side] : undefined,
  })
  const settled = settleUnit(base, read.gitTree, compared)
  const differs = compared.some((change) => !isAgreed(change))
  const changes = await nameAuthors(read.inDoubt ? compared.map(doubt) : compared, read, followTrail)
  return {
    ...unit,
    changes,
    unitChange: summarizeUnitChange(changes),
    archived: {
      base:
        differs || secretKeys(read.gitTree).length > 0
          ? writeUnitBase(settled, read.entry?.base ?? nothingArchived, read.unit, read.normalization)
          : { text: read.gitText, unknown: [] },
      ...(differs && absence !== undefined ? { absence } : {}),
      open: collectOpenChanges(changes),
      ...(read.head === undefined ? {} : { revision: read.head.revision }),
    },
  }
}

function absenceOf({ base, ...read }: ReadUnit): ArchivedUnit['absence'] {
  const existed =
    !isEmptyPathSet(base.unknown) || (isJsonObject(base.value) && Object.keys(base.value).length > 0)
  if (read.entry !== undefined && existed) {
    if (isAbsent(read.gitTree)) return { side: 'left', state: 'missing' }
    if (isAbsent(read.headTree)) return { side: 'right', state: 'missing' }
  }
  const before = read.entry?.absence
  return before === undefined ? undefined : { side: before.side, state: 'returned' }
}

async function nameAuthors(
  changes: readonly FieldChange[],
  read: ReadUnit,
  followTrail: (head: UnitHead) => Promise<Trail>,
): Promise<readonly FieldChange[]> {
  const byConfigHub = changes.some(
    (change) => change.kind === 'conflict' || (change.kind === 'one-side' && change.side === 'right'),
  )
  if (!byConfigHub) return changes
  const trail =
    read.head === undefined ? { steps: [], reach: 'short' as const } : await followTrail(read.head)
  return attributeChanges(changes, trail, read.entry?.open ?? [])
}

function doubt(change: FieldChange): FieldChange {
  if (isAgreed(change)) return change
  return { ...change, kind: 'conflict', base: { kind: 'unknown', existed: false } }
}

function isAbsent(tree: UnitTree): boolean {
  return Object.keys(tree).length === 0
}

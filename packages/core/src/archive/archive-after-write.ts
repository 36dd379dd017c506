import { compareUnit } from '../compare/compare-unit.ts'
import { isAgreed } from '../compare/field-change.ts'
import type { RevisionToken } from '../contract/unit-ref.ts'
import { formatPath } from '../model/field-path.ts'
import type { UnitTree } from '../normalize/unit-tree.ts'
import type { ArchivedUnit } from './archive-state.ts'
import { settleUnit } from './settle-unit.ts'
import { readUnitBase, writeUnitBase } from './unit-base.ts'
import type { UnitStock } from './unit-stock.ts'
import { secretKeys } from './withhold-secrets.ts'

/**
 * What to remember of a unit once the authority holds `written`: the base takes the written value only where it
 * equals Git's. A value carried over from the authority in a merge is no agreement. Undefined: nothing is left
 * of the unit on either side.
 */
export function archiveAfterWrite(
  stock: UnitStock,
  written: UnitTree,
  revision: RevisionToken | undefined,
): ArchivedUnit | undefined {
  if (Object.keys(stock.gitTree).length === 0 && Object.keys(written).length === 0) return undefined
  const base = readUnitBase(stock.archived.base, stock.unit, stock.normalization)
  const left = compareUnit(base, stock.gitTree, written, { normalization: stock.normalization })
  const differing = left.filter((change) => !isAgreed(change))
  const paths = new Set(differing.map((change) => formatPath([change.resource, ...change.path])))
  const whole = differing.length === 0 && secretKeys(stock.gitTree).length === 0
  return {
    base: whole
      ? { text: stock.gitText, unknown: [] }
      : writeUnitBase(
          settleUnit(base, stock.gitTree, left),
          stock.archived.base,
          stock.unit,
          stock.normalization,
        ),
    open: stock.archived.open.filter((change) => paths.has(change.path)),
    ...(revision === undefined ? {} : { revision }),
  }
}

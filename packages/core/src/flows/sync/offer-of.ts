import type { Offer } from '../../archive/archive-state.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import { secretKeys } from '../../archive/withhold-secrets.ts'
import type { FieldChange } from '../../compare/field-change.ts'
import type { SourceEdits } from '../../contract/source-editor.ts'
import { formatPath } from '../../model/field-path.ts'
import { isSecret } from '../../model/secret-fields.ts'
import { formatUnit } from '../../parse/format-unit.ts'
import type { Stock } from '../stock/stock.ts'
import type { SyncPart } from './cut-sync.ts'

/** What a part's proposal offers. Only what it shows counts as decided once it is merged; what no edit brings stays open. */
export function offerOf(stock: Stock, { plan, edits, group }: SyncPart): Offer {
  const units = plan.units.flatMap(({ stock: unit, decided, wanted }) => {
    if (wanted === undefined) return []
    const paths = decided
      .filter(({ change, verdict }) => verdict === 'take' && !isUnresolved(unit.unit, change, edits))
      .map(({ change }) => formatPath([change.resource, ...change.path]))
    const revision = stock.heads.get(unit.unit)?.revision
    const text = withoutSecrets(unit)
    return [{ unit: unit.unit, ...(revision === undefined ? {} : { revision }), paths, text }]
  })
  return { digest: plan.digest, ...(group === undefined ? {} : { group: group.name }), units }
}

// The archive keeps no Secret: what was offered is remembered without it.
function withoutSecrets(unit: UnitStock): string {
  if (secretKeys(unit.headTree).length === 0) return unit.headText
  return formatUnit(Object.entries(unit.headTree).flatMap(([key, value]) => (isSecret(key) ? [] : [value])))
}

function isUnresolved(unit: string, change: FieldChange, edits: SourceEdits): boolean {
  return edits.unresolved.some(
    (item) =>
      item.unit === unit &&
      (item.resource === undefined || item.resource === change.resource) &&
      (item.path === undefined || item.path === formatPath(change.path)),
  )
}

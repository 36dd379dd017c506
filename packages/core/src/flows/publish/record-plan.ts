import { defaultLimits } from '../../plan/limits.ts'
import type { PublishPlan } from '../../plan/plan-publish.ts'
import type { PlanRecord, RecordedWrite } from '../../report/plan-record.ts'
import type { Stock } from '../stock/stock.ts'
import type { PublishOptions } from './publish-options.ts'

/** The record of a publish plan; of one that is blocked there is nothing to apply. */
export function recordPlan(
  stock: Stock,
  plan: PublishPlan,
  options: PublishOptions,
  confighub: string,
): PlanRecord {
  const { limits = defaultLimits, force, allowOlder, purge } = options
  return {
    version: 1,
    commit: stock.commit.id,
    confighub,
    options: {
      limits,
      ...(force === undefined ? {} : { force }),
      ...(allowOlder === true ? { allowOlder } : {}),
      ...(purge === true ? { purge } : {}),
    },
    writes: plan.blocked ? [] : recordWrites(plan),
  }
}

/** The writes of a plan as a record keeps them. */
export function recordWrites(plan: PublishPlan): readonly RecordedWrite[] {
  return plan.units.flatMap(({ planned }) => {
    if (planned === undefined) return []
    const { unit, kind, expected, digest } = planned
    return [{ unit, kind, expected, digest }]
  })
}

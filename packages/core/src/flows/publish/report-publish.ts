import type { WriteOutcome } from '../../contract/sink.ts'
import { standardNormalization } from '../../normalize/normalization.ts'
import { isSelected } from '../../plan/is-selected.ts'
import type { PublishPlan } from '../../plan/plan-publish.ts'
import type { PlannedUnit } from '../../plan/planned-unit.ts'
import { countOf } from '../../report/count-of.ts'
import type { FlowOutcome, FlowReport, UnitReport } from '../../report/flow-report.ts'
import { reportField, reportUnit } from '../../report/report-unit.ts'
import { lostArchiveNotes } from '../stock/lost-archive-notes.ts'
import { describeUnreadable, gitAndConfigHub, type Stock } from '../stock/stock.ts'
import type { AppliedPublish } from './apply-publish.ts'
import type { PublishOptions } from './publish-options.ts'

/** Reports a publish; without `applied` it is a dry run. */
export function reportPublish(
  stock: Stock,
  plan: PublishPlan,
  options: PublishOptions,
  applied?: AppliedPublish,
): FlowReport {
  const outcomes = new Map(applied?.outcomes.map((outcome) => [outcome.key, outcome]))
  const units = plan.units.map((unit) => reportUnit(unit, gitAndConfigHub, outcomes.get(unit.stock.unit)))
  const outcome = outcomeOf(stock, plan, applied)
  const syncDue = plan.units
    .filter((unit) => isSyncDue(unit, options.select))
    .map(({ stock: { unit } }) => unit)
  const overwritten = plan.units.flatMap((unit) =>
    unit.decided
      .filter((item) => item.rule === 'force' && unit.verdict === 'write')
      .map((item) => ({ unit: unit.stock.unit, ...reportField(item, gitAndConfigHub) })),
  )
  return {
    flow: 'publish',
    environment: options.environment,
    sides: gitAndConfigHub,
    outcome,
    dryRun: applied === undefined,
    summary: `${summarize({ plan, outcome, units, syncDue, applied })}${describeForce(options, outcome, overwritten.length)}`,
    commit: stock.commit.id,
    units,
    unitCount: stock.unitCount,
    rules: (options.normalization ?? standardNormalization).version,
    syncDue,
    overwritten,
    ...(applied?.error === undefined
      ? {}
      : { error: { code: applied.error.code, message: applied.error.message } }),
    ...describeUnreadable(stock),
    notes: [...lostArchiveNotes(stock, options.environment), ...stock.caveats, ...(plan.notes ?? [])],
  }
}

function outcomeOf(stock: Stock, plan: PublishPlan, applied: AppliedPublish | undefined): FlowOutcome {
  if (applied?.kind === 'lost-race' || applied?.kind === 'taken-over') return 'lost-race'
  if (applied?.kind === 'failed') return 'failed'
  if (plan.blocked) return 'blocked'
  if (stock.unreadable.length > 0 || plan.units.some((unit) => unit.verdict === 'hold')) return 'held'
  return plan.units.some((unit) => unit.verdict === 'write') ? 'done' : 'nothing-to-do'
}

function describeForce({ force, dryRun }: PublishOptions, outcome: FlowOutcome, overwritten: number): string {
  if (force === undefined || outcome === 'blocked') return ''
  if (overwritten === 0) return '; forced, but nothing was in the way'
  const values = `${countOf(overwritten, 'value')} of ConfigHub’s`
  return dryRun === true ? `; ${values} would be overwritten by force` : `; forced over ${values}`
}

interface PublishFacts {
  readonly plan: PublishPlan
  readonly outcome: FlowOutcome
  readonly units: readonly UnitReport[]
  readonly syncDue: readonly string[]
  readonly applied: AppliedPublish | undefined
}

function summarize({ plan, outcome, units, syncDue, applied }: PublishFacts): string {
  const count = (kind: WriteOutcome['kind']) => units.filter((unit) => unit.outcome === kind).length
  const written = count('written') + count('unchanged')
  const blocking = units.filter((unit) => unit.verdict === 'block').map((unit) => unit.unit)
  const sync = syncDue.length === 0 ? '' : `; ${countOf(syncDue.length, 'unit')}: sync due`
  const planned = units.filter((unit) => unit.verdict === 'write').length
  if (applied?.kind === 'taken-over')
    return `another run is at work, stopped after ${countOf(written, 'unit')}; run again`
  if (outcome === 'lost-race')
    return `units keep changing meanwhile, stopped after ${written} of ${planned}; run again`
  if (outcome === 'failed') {
    const why = applied?.error === undefined ? '' : ` (${applied.error.message})`
    return `stopped after ${written} of ${countOf(planned, 'unit')}${why}; running again does the rest`
  }
  if (plan.obstacle !== undefined) return `blocked, nothing written: ${plan.obstacle}`
  if (outcome === 'blocked') return `blocked by ${blocking.join(', ')}, nothing written`
  const held = units.filter((unit) => unit.verdict === 'hold').length
  const holding = held === 0 ? '' : `; ${held} held`
  if (applied === undefined && planned > 0)
    return `${countOf(planned, 'unit')} would be written${holding}${sync}`
  return `${written === 0 ? 'nothing to write' : `${countOf(written, 'unit')} written`}${holding}${sync}`
}

function isSyncDue(unit: PlannedUnit, select: PublishOptions['select']): boolean {
  if (!isSelected(unit.stock, select)) return false
  return unit.decided.some(
    ({ change, verdict }) => verdict === 'leave' && change.kind === 'one-side' && change.side === 'right',
  )
}

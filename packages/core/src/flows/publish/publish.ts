import type { Archive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { DeliveryQuery } from '../../contract/delivery.ts'
import type { WriteOutcome } from '../../contract/sink.ts'
import { type PublishPlan, planPublish } from '../../plan/plan-publish.ts'
import { addReport } from '../../report/add-report.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { type FlowEndpoints, requireMember, requireReadable } from '../flow-endpoints.ts'
import { markOutdatedOffers } from '../offers/mark-outdated-offers.ts'
import { reportOutdated } from '../report-outdated.ts'
import { requireConditionalSink } from '../require-conditional-sink.ts'
import { saveArchive } from '../save-archive.ts'
import type { Stock } from '../stock/stock.ts'
import { takeStock } from '../stock/take-stock.ts'
import { tellDecided } from '../tell-decided.ts'
import { type AppliedPublish, applyPublish } from './apply-publish.ts'
import { askGuards } from './ask-guards.ts'
import { awaitDelivery } from './await-delivery.ts'
import type { PublishOptions } from './publish-options.ts'
import { publishRules } from './publish-rules.ts'
import { recordPlan } from './record-plan.ts'
import { reportDelivery } from './report-delivery.ts'
import { reportPublish } from './report-publish.ts'
import { requireForced } from './require-forced.ts'
import { requireReviewed } from './require-reviewed.ts'

// A unit that keeps moving under the run is left to the next one.
const attempts = 3

/**
 * Publishes what Git changed to the authority, and stops before the first write where both sides changed the
 * same thing and no rule of the policy says who wins.
 * A unit that another writer changed meanwhile is looked at afresh, up to three times.
 *
 * Throws a `TidewayError` where a side cannot be read, and where a reviewed plan is not what comes out; everything that may be expected is in the report.
 *
 * @example
 * const report = await publish({ git, confighub, archive }, { environment: 'prod', policy: mergePolicy }, call)
 * if (report.outcome === 'blocked') process.exitCode = 3
 */
export async function publish(
  endpoints: FlowEndpoints,
  options: PublishOptions,
  call: Call,
): Promise<FlowReport> {
  const sides = requireReadable(endpoints)
  const dryRun = options.dryRun === true
  const finish = deliveryAwaiter(endpoints, options, call)
  let before: FlowReport | undefined
  for (let attempt = 1; ; attempt++) {
    const taken = await takeStock(
      sides,
      {
        proposals: endpoints.git.proposals,
        allowOlder: options.allowOlder,
        normalization: options.normalization,
        onUnreadable: options.onUnreadable,
      },
      call,
    )
    if (taken.kind === 'outdated') return reportOutdated('publish', options.environment, taken, dryRun)
    const { stock } = taken
    if (!dryRun) await markOutdatedOffers(stock, options.environment, endpoints.git, call)
    const decided = planPublish(stock.differing, publishRules(stock, options, call), call.sha256)
    requireForced(options.force, stock, decided)
    const plan = await askGuards(refuseWrongSpace(decided, stock, options), options, call)
    tellDecided(plan.units, call)
    const report = (applied?: AppliedPublish) =>
      addReport(before, reportPublish(stock, plan, options, applied))
    if (dryRun) return { ...report(), plan: recordPlan(stock, plan, options, endpoints.confighub.name) }
    const { reviewed } = options
    if (reviewed !== undefined && !plan.blocked) {
      const { git, confighub } = sides
      await requireReviewed({ reviewed, stock, plan, commits: git.commits, confighub }, call)
    }
    if (plan.blocked || plan.units.every((unit) => unit.planned === undefined)) {
      const kept = await keepSettled(stock, plan, sides.archive, call)
      return finish(report({ kind: kept ? 'done' : 'taken-over', outcomes: [] }), stock, [])
    }
    const store = {
      source: sides.confighub.source,
      sink: requireConditionalSink(endpoints.confighub, options.unconditional === true),
      history: endpoints.confighub.history,
    }
    const applied = await applyPublish(stock, plan.units, store, sides.archive, call)
    const so = report(applied)
    if (applied.kind !== 'lost-race' || attempt === attempts) return finish(so, stock, applied.outcomes)
    before = so
  }
}

// Who forces has been told, or knows that these units are to be new in a space of others.
function refuseWrongSpace(plan: PublishPlan, { wrongSpace }: Stock, { force }: PublishOptions): PublishPlan {
  if (wrongSpace === undefined || force !== undefined) return plan
  return { ...plan, blocked: true, obstacle: `${wrongSpace} (--force publishes all the same)` }
}

type Finish = (report: FlowReport, stock: Stock, outcomes: readonly WriteOutcome[]) => Promise<FlowReport>

// Found before the first write: a run that is to wait for what it cannot see does not begin.
function deliveryAwaiter(endpoints: FlowEndpoints, options: PublishOptions, call: Call): Finish {
  const { wait } = options
  if (wait === undefined || options.dryRun === true) return async (report) => report
  const delivery = requireMember(endpoints.confighub, 'delivery')
  return async (report, stock, outcomes) => {
    if (report.outcome === 'blocked' || report.outcome === 'lost-race' || report.outcome === 'failed')
      return report
    const queries = agreedRevisions(stock, outcomes, call)
    return reportDelivery(report, await awaitDelivery(delivery, queries, wait, call))
  }
}

// Units on which both sides agree now: those that were written, and those that did not differ.
function agreedRevisions(
  stock: Stock,
  outcomes: readonly WriteOutcome[],
  call: Call,
): readonly DeliveryQuery[] {
  const written = new Map(outcomes.map(({ key, revision }) => [key, revision]))
  const differing = new Set(stock.differing.map(({ unit }) => unit))
  const empty = call.sha256('')
  const found = [...stock.heads.values()].flatMap(({ ref, revision, digest }): readonly DeliveryQuery[] => {
    if (written.has(ref.unit) || differing.has(ref.unit) || digest === empty) return []
    return [{ ref, revision }]
  })
  const added = [...written].flatMap(([unit, revision]): readonly DeliveryQuery[] =>
    revision === undefined ? [] : [{ ref: stock.heads.get(unit)?.ref ?? { unit }, revision }],
  )
  return [...found, ...added]
}

async function keepSettled(stock: Stock, plan: PublishPlan, archive: Archive, call: Call): Promise<boolean> {
  if (!stock.settled || call.readOnly) return true
  const what = plan.blocked ? 'blocked' : 'nothing to write'
  const message = `publish ${stock.commit.id.slice(0, 12)}: ${what}`
  return (await saveArchive(archive, stock.state, stock.token, message, call)) !== undefined
}

import { refuseReadOnly } from '../../apply/refuse-read-only.ts'
import type { Call } from '../../contract/call.ts'
import type { MergeMethod, ProposalSink } from '../../contract/proposal-sink.ts'
import type { Policy } from '../../decide/policy.ts'
import { documentedPolicy } from '../../decide/presets.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { planSync } from '../../plan/plan-sync.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { type FlowEndpoints, requireMember, requireReadable } from '../flow-endpoints.ts'
import { markOutdatedOffers } from '../offers/mark-outdated-offers.ts'
import { stopOffers } from '../offers/stop-auto-merge.ts'
import { reportOutdated } from '../report-outdated.ts'
import { gitAndConfigHub, type Stock } from '../stock/stock.ts'
import { takeStock } from '../stock/take-stock.ts'
import { tellDecided } from '../tell-decided.ts'
import { composeProposal } from './compose-proposal.ts'
import { cutSync, type SyncPart } from './cut-sync.ts'
import { findReviewers, type SyncReviewers } from './find-reviewers.ts'
import { keepOffers } from './keep-offers.ts'
import { keepProposals, requireGroups } from './keep-proposals.ts'
import { planSteps } from './plan-steps.ts'
import { reportSync } from './report-sync.ts'
import type { SyncResult } from './summarize-sync.ts'
import type { SyncGrouping } from './sync-groups.ts'

/** How a sync is to go. */
export interface SyncOptions {
  /** The environment's name, for policies, branch and reports. */
  readonly environment: string
  /** Default: `documentedPolicy`. */
  readonly policy?: Policy | undefined
  /** Say what would be proposed, and change nothing. Default: false. */
  readonly dryRun?: boolean | undefined
  /** Go on from a commit that has diverged from the newest run's. Default: false. */
  readonly allowOlder?: boolean | undefined
  /** Replace commits that others made on the proposal's branch. Default: false. */
  readonly takeOver?: boolean | undefined
  /** Propose once more what people closed unmerged. Default: false. */
  readonly again?: boolean | undefined
  /**
   * How a proposal merges itself of which the policy lets every change do so (`autoMerge` of its rules), and all of
   * which the files bring about. Default: people merge it.
   */
  readonly autoMerge?: MergeMethod | undefined
  /** How the environment is cut into proposals, each on a branch of its own. Default: one for all of it. */
  readonly groupBy?: SyncGrouping | undefined
  /** Who is asked to review the proposals, once each. Default: `none`; GitHub asks owners by itself. */
  readonly reviewers?: SyncReviewers | undefined
  /** Which units that Git never had are added to it, as globs. Default: all. */
  readonly select?: readonly string[] | undefined
  /** The authority's name for the environment in trailers. Default: what follows the colon in its endpoint's name. */
  readonly space?: string | undefined
  /** Leave out units that cannot be read, and delete nothing then. Default: `stop`. */
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  /** What counts as equal. Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/**
 * Brings the authority's own changes to Git as one proposal, or as one per group: opens it, updates it in place, or
 * closes it when both sides agree. What people closed unmerged is not proposed again, unless `again` asks for it.
 *
 * Throws the `TidewayError` of the first proposal that the store refused, once the others are done.
 *
 * @example
 * const report = await sync({ git, confighub, archive }, { environment: 'prod' }, call)
 */
export async function sync(endpoints: FlowEndpoints, options: SyncOptions, call: Call): Promise<FlowReport> {
  const sides = requireReadable(endpoints)
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
  const dryRun = options.dryRun === true
  if (taken.kind === 'outdated') return reportOutdated('sync', options.environment, taken, dryRun)
  const stock = options.again === true ? forgetDeclined(taken.stock) : taken.stock
  const rules = {
    environment: options.environment,
    sides: gitAndConfigHub,
    policy: options.policy ?? documentedPolicy,
    select: options.select,
    unreadable: stock.unreadable.map(({ unit }) => unit),
  }
  const { wrongSpace } = stock
  const decided = planSync(stock.differing, rules, call.sha256)
  const plan = wrongSpace === undefined ? decided : { ...decided, blocked: true, obstacle: wrongSpace }
  tellDecided(plan.units, call)
  const grouping = options.groupBy ?? { kind: 'environment' }
  const { edits, parts } = await cutSync(endpoints.git, stock, plan, grouping, call)
  const report = (result: SyncResult) => reportSync(stock, plan, edits, options, result)
  if (dryRun) {
    const paths = edits.files.map(({ path }) => path)
    const before = await endpoints.git.editor?.read?.(paths, call)
    return report({ kind: 'dry-run', parts: plan.blocked ? [] : parts, before })
  }
  refuseReadOnly(call, `a sync of ${options.environment} would keep a pull request`)
  const proposals = requireMember(endpoints.git, 'proposals')
  const message = `sync ${stock.commit.id.slice(0, 12)}`
  if (plan.blocked) {
    await stopOffers(stock.openOffers, proposals, call)
    const settled = { state: stock.state, token: stock.token, due: stock.settled }
    const kept = await keepOffers(sides.archive, settled, stock.state.offers, `${message}: waiting`, call)
    await markOutdatedOffers(stock, options.environment, endpoints.git, call)
    return report(kept === undefined ? { kind: 'taken-over' } : { kind: 'kept', steps: [] })
  }
  const steps = planSteps(stock, plan, parts, await listGroups(proposals, grouping, stock, parts, call))
  // An open proposal that waits for a person does not merge itself meanwhile.
  const openOffers = (groups: readonly (string | undefined)[]) =>
    stock.openOffers.filter(({ group }) => groups.includes(group))
  const waiting = steps.flatMap(({ decision, group }) => (decision.kind === 'wait' ? [group] : []))
  await stopOffers(openOffers(waiting), proposals, call)
  const reviewersOf = await findReviewers(endpoints.git, parts, options.reviewers ?? 'none', call)
  const compose = (part: SyncPart) =>
    composeProposal(stock, part, endpoints.confighub, { ...options, reviewers: reviewersOf(part) })
  const place = { proposals, archive: sides.archive, message, compose }
  const kept = await keepProposals(place, stock, steps, call)
  if (kept === undefined) return report({ kind: 'taken-over' })
  const failed = kept.filter(({ error }) => error !== undefined)
  await stopOffers(openOffers(failed.map(({ step }) => step.group)), proposals, call)
  const left = kept.flatMap(({ step, outcome }) =>
    outcome === undefined || outcome.kind === 'blocked-by-edits' ? [step.group] : [],
  )
  await markOutdatedOffers(stock, options.environment, endpoints.git, call, (group) => left.includes(group))
  const [first] = failed
  if (first !== undefined) throw first.error
  return report({ kind: 'kept', steps: kept })
}

function forgetDeclined(stock: Stock): Stock {
  if (stock.state.declined.length === 0) return stock
  return { ...stock, state: { ...stock.state, declined: [] }, settled: true }
}

// Every group of which a proposal may be open: those that are wanted, those that the archive knows, and, where it does
// not know all of them, those that the store has.
async function listGroups(
  proposals: ProposalSink,
  grouping: SyncGrouping,
  stock: Stock,
  parts: readonly SyncPart[],
  call: Call,
): Promise<readonly (string | undefined)[]> {
  const isGrouped = grouping.kind !== 'environment'
  const groups = isGrouped ? requireGroups(proposals) : proposals.groups
  const open = isGrouped || stock.lost !== undefined ? ((await groups?.names(call)) ?? []) : []
  return [
    undefined,
    ...open,
    ...stock.openOffers.map(({ group }) => group),
    ...parts.map(({ group }) => group?.name),
  ]
}

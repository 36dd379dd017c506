import type { ProposalOutcome } from '../../contract/proposal-sink.ts'
import type { SyncPlan } from '../../plan/plan-sync.ts'
import { countOf } from '../../report/count-of.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { titleOfGroup } from '../../report/format-proposal.ts'
import type { Stock } from '../stock/stock.ts'
import type { SyncPart } from './cut-sync.ts'
import type { TakenStep } from './keep-proposals.ts'
import type { CloseReason } from './plan-steps.ts'

/** How a sync ended. */
export type SyncResult =
  /** `before` has the texts of the files that would change, where the editor can tell them. */
  | {
      readonly kind: 'dry-run'
      readonly parts: readonly SyncPart[]
      readonly before?: ReadonlyMap<string, string> | undefined
    }
  /** What became of the proposals; none where the plan is blocked. */
  | { readonly kind: 'kept'; readonly steps: readonly TakenStep[] }
  | { readonly kind: 'taken-over' }

/** How a sync ended, as an outcome. */
export function outcomeOf(stock: Stock, plan: SyncPlan, result: SyncResult): FlowReport['outcome'] {
  if (result.kind === 'taken-over') return 'lost-race'
  if (plan.blocked) return 'blocked'
  if (stock.unreadable.length > 0) return 'held'
  if (result.kind === 'kept' && result.steps.some(({ outcome }) => outcome?.kind === 'blocked-by-edits'))
    return 'held'
  if (listProposed(result).length > 0) return 'done'
  return isLeft(plan, result) ? 'held' : 'nothing-to-do'
}

/** The parts of which a sync keeps a proposal, or would. */
export function listProposed(result: SyncResult): readonly SyncPart[] {
  if (result.kind === 'dry-run') return result.parts.filter(isProposed)
  if (result.kind === 'taken-over') return []
  return result.steps.flatMap(({ step }) => (step.decision.kind === 'propose' ? [step.decision.part] : []))
}

function isProposed({ declined, edits }: SyncPart): boolean {
  return !declined && edits.files.length > 0
}

// As in a run that is none for show: what a person has to look at, or no edit brings about, is left to wait.
function isHeld({ units }: SyncPlan, parts: readonly SyncPart[]): boolean {
  const declined = new Set(
    parts.flatMap((part) => (part.declined ? part.plan.wanted.map(({ unit }) => unit) : [])),
  )
  return units.some(
    ({ stock, verdict, wanted }) => verdict === 'hold' || (wanted !== undefined && !declined.has(stock.unit)),
  )
}

function isLeft(plan: SyncPlan, result: Exclude<SyncResult, { readonly kind: 'taken-over' }>): boolean {
  if (result.kind === 'dry-run') return isHeld(plan, result.parts)
  return result.steps.some(({ step }) => step.decision.kind === 'wait')
}

/** How a sync ended, in a sentence. */
export function summarizeSync(plan: SyncPlan, result: SyncResult): string {
  const units = countOf(plan.wanted.length, 'unit')
  if (result.kind === 'taken-over') return 'another run is at work; run again'
  const waiting = (verdict: 'block' | 'hold') =>
    plan.units.flatMap((unit) => (unit.verdict === verdict ? [unit.stock.unit] : [])).join(', ')
  if (plan.obstacle !== undefined) return `blocked, nothing proposed: ${plan.obstacle}`
  if (plan.blocked) return `blocked by ${waiting('block')}, nothing proposed`
  if (result.kind === 'dry-run') {
    const planned = listProposed(result)
    if (planned.length > 0) return describePlanned(planned)
    const declined = result.parts.filter((part) => part.declined)
    if (declined.length > 0) return describeDeclined(declined)
  } else {
    const told = result.steps.flatMap((taken) => describeStep(taken) ?? [])
    if (told.length > 0) return told.join('; ')
  }
  if (!isLeft(plan, result)) return 'Git has everything that ConfigHub has'
  return plan.wanted.length === 0
    ? `a person has to look at ${waiting('hold')} first, nothing proposed`
    : `${units} differ, and no file edit brings that to Git`
}

function describePlanned(parts: readonly SyncPart[]): string {
  const units = countOf(parts.flatMap(({ plan }) => plan.wanted).length, 'unit')
  const files = countOf(parts.flatMap(({ edits }) => edits.files).length, 'file')
  const pulls = parts.some(({ group }) => group !== undefined)
    ? `, by ${countOf(parts.length, 'pull request')}`
    : ''
  return `${units} would be proposed, in ${files}${pulls}`
}

function describeStep({ step, outcome }: TakenStep): string | undefined {
  if (step.part?.declined === true) return describeDeclined([step.part])
  if (outcome === undefined || outcome.kind === 'none') return undefined
  const { kind, url } = outcome
  if (kind === 'blocked-by-edits') return `the branch of ${url} holds commits by ${outcome.by}: left alone`
  if (kind === 'closed') {
    const reason = step.decision.kind === 'close' ? step.decision.reason : 'agreed'
    return `${whyClosed[reason]}, closed ${url}`
  }
  const { group, plan } = step.part ?? {}
  const part = group === undefined ? '' : ` of ${titleOfGroup(group)}`
  return `${kind} ${url} for ${countOf(plan?.wanted.length ?? 0, 'unit')}${part}${describeAutoMerge(outcome)}`
}

const whyClosed: Readonly<Record<CloseReason, string>> = {
  agreed: 'both sides agree',
  declined: 'people have closed the same changes before',
  regrouped: 'its changes are grouped otherwise',
}

function describeDeclined(parts: readonly SyncPart[]): string {
  const units = countOf(parts.flatMap(({ plan }) => plan.wanted).length, 'unit')
  return `the same changes of ${units} were proposed before, and the pull request was closed (sync --again proposes them once more)`
}

function describeAutoMerge({
  autoMerge,
}: Exclude<ProposalOutcome, { readonly kind: 'none' | 'blocked-by-edits' }>): string {
  switch (autoMerge) {
    case 'waiting':
      return ', which merges itself once its checks have passed'
    case 'merged':
      return ', and merged it'
    case 'switched-off':
      return ', which does not merge itself: somebody has switched that off'
    case 'refused':
      return ', which could not be made to merge itself'
    default:
      return ''
  }
}

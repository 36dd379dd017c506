import type { ProposalOutcome } from '../../contract/proposal-sink.ts'
import type { FileEdit, SourceEdits } from '../../contract/source-editor.ts'
import { type Normalization, standardNormalization } from '../../normalize/normalization.ts'
import type { SyncPlan } from '../../plan/plan-sync.ts'
import { countOf } from '../../report/count-of.ts'
import { describeProof } from '../../report/describe-proof.ts'
import type { FlowReport, ReportedFile } from '../../report/flow-report.ts'
import { formatUnifiedDiff } from '../../report/format-unified-diff.ts'
import { reportUnit } from '../../report/report-unit.ts'
import { lostArchiveNotes } from '../stock/lost-archive-notes.ts'
import { describeUnreadable, gitAndConfigHub, type Stock } from '../stock/stock.ts'
import { titleOf } from './compose-proposal.ts'
import type { SyncPart } from './cut-sync.ts'
import type { TakenStep } from './keep-proposals.ts'
import { reportProposals } from './report-proposals.ts'

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

/** Reports a sync. */
export function reportSync(
  stock: Stock,
  plan: SyncPlan,
  edits: SourceEdits,
  options: { readonly environment: string; readonly normalization?: Normalization | undefined },
  result: SyncResult,
): FlowReport {
  const proposals = result.kind === 'taken-over' ? [] : reportProposals(result)
  return {
    flow: 'sync',
    environment: options.environment,
    sides: gitAndConfigHub,
    outcome: outcomeOf(stock, plan, result),
    dryRun: result.kind === 'dry-run',
    summary: summarize(plan, result),
    commit: stock.commit.id,
    units: plan.units.map((unit) => reportUnit(unit, gitAndConfigHub)),
    unitCount: stock.unitCount,
    rules: (options.normalization ?? standardNormalization).version,
    syncDue: plan.wanted.map((wanted) => wanted.unit),
    overwritten: [],
    ...describeUnreadable(stock),
    notes: [
      ...lostArchiveNotes(stock, options.environment),
      ...stock.caveats,
      ...edits.unresolved.map(
        ({ unit, resource, path, reason }) =>
          `not converging: ${[unit, resource, path].filter((part) => part !== undefined).join(' ')}: ${reason}`,
      ),
    ],
    ...(proposals.length === 0 ? {} : { proposals }),
    ...(result.kind === 'dry-run'
      ? { files: edits.files.map((file) => reportFile(file, result.before)) }
      : {}),
    proof: describeProof({
      environment: options.environment,
      proven: edits.proven,
      unresolved: edits.unresolved.length,
    }),
  }
}

function outcomeOf(stock: Stock, plan: SyncPlan, result: SyncResult): FlowReport['outcome'] {
  if (result.kind === 'taken-over') return 'lost-race'
  if (plan.blocked) return 'blocked'
  if (stock.unreadable.length > 0) return 'held'
  if (result.kind === 'dry-run') {
    if (result.parts.some(isProposed)) return 'done'
    return isHeld(plan, result.parts) ? 'held' : 'nothing-to-do'
  }
  if (result.steps.some(({ outcome }) => outcome?.kind === 'blocked-by-edits')) return 'held'
  if (result.steps.some(({ step }) => step.decision.kind === 'propose')) return 'done'
  return isWaiting(result.steps) ? 'held' : 'nothing-to-do'
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

function isWaiting(steps: readonly TakenStep[]): boolean {
  return steps.some(({ step }) => step.decision.kind === 'wait')
}

function summarize(plan: SyncPlan, result: SyncResult): string {
  const units = countOf(plan.wanted.length, 'unit')
  if (result.kind === 'taken-over') return 'another run is at work; run again'
  const waiting = (verdict: 'block' | 'hold') =>
    plan.units.flatMap((unit) => (unit.verdict === verdict ? [unit.stock.unit] : [])).join(', ')
  if (plan.obstacle !== undefined) return `blocked, nothing proposed: ${plan.obstacle}`
  if (plan.blocked) return `blocked by ${waiting('block')}, nothing proposed`
  if (result.kind === 'dry-run') {
    const planned = result.parts.filter(isProposed)
    if (planned.length > 0) return describePlanned(planned)
    const declined = result.parts.filter((part) => part.declined)
    if (declined.length > 0) return describeDeclined(declined)
  } else {
    const told = result.steps.flatMap((taken) => describeStep(taken) ?? [])
    if (told.length > 0) return told.join('; ')
  }
  const isLeft = result.kind === 'dry-run' ? isHeld(plan, result.parts) : isWaiting(result.steps)
  if (!isLeft) return 'Git has everything that ConfigHub has'
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
    const isElsewhere = step.decision.kind === 'close' && step.decision.reason === 'regrouped'
    return `${isElsewhere ? 'its changes are grouped otherwise' : 'both sides agree'}, closed ${url}`
  }
  const { group, plan } = step.part ?? {}
  const part = group === undefined ? '' : ` of ${titleOf(group)}`
  return `${kind} ${url} for ${countOf(plan?.wanted.length ?? 0, 'unit')}${part}${describeAutoMerge(outcome)}`
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
      return '; it merges itself once its checks have passed'
    case 'merged':
      return ', and merged it'
    case 'switched-off':
      return '; somebody has switched off that it merges itself'
    case 'refused':
      return '; it could not be made to merge itself'
    default:
      return ''
  }
}

function reportFile(file: FileEdit, before: ReadonlyMap<string, string> | undefined): ReportedFile {
  const text = file.kind === 'write' ? file.text : undefined
  const { path } = file
  const old = before?.get(path)
  if (holdsSecret(text) || holdsSecret(old)) {
    return { path, ...(text === undefined ? {} : { text: '<withheld: the file holds a Secret>' }) }
  }
  const names = {
    left: old === undefined ? '/dev/null' : `a/${path}`,
    right: text === undefined ? '/dev/null' : `b/${path}`,
  }
  const diff = before && formatUnifiedDiff({ left: old ?? '', right: text ?? '' }, { names })
  return { path, text, diff }
}

// What kustomize makes a Secret of is one, too.
function holdsSecret(text: string | undefined): boolean {
  return text !== undefined && /^\s*(- )?kind:\s*["']?Secret\b|^secretGenerator:/m.test(text)
}

import { refuseReadOnly } from '../../apply/refuse-read-only.ts'
import { type ArchiveState, emptyArchive, type Offer } from '../../archive/archive-state.ts'
import { isSameArchive } from '../../archive/is-same-archive.ts'
import type { UnitStock } from '../../archive/unit-stock.ts'
import { secretKeys } from '../../archive/withhold-secrets.ts'
import type { FieldChange } from '../../compare/field-change.ts'
import type { Archive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { MergeMethod } from '../../contract/proposal-sink.ts'
import type { SourceEdits } from '../../contract/source-editor.ts'
import type { Policy } from '../../decide/policy.ts'
import { documentedPolicy } from '../../decide/presets.ts'
import { formatPath } from '../../model/field-path.ts'
import { isSecret } from '../../model/secret-fields.ts'
import type { Normalization } from '../../normalize/normalization.ts'
import { formatUnit } from '../../parse/format-unit.ts'
import { planSync, type SyncPlan } from '../../plan/plan-sync.ts'
import type { FlowReport } from '../../report/flow-report.ts'
import { type FlowEndpoints, requireMember, requireReadable } from '../flow-endpoints.ts'
import { markOutdatedOffers } from '../offers/mark-outdated-offers.ts'
import { stopOpenOffers } from '../offers/stop-auto-merge.ts'
import { reportOutdated } from '../report-outdated.ts'
import { saveArchive } from '../save-archive.ts'
import { gitAndConfigHub, type Stock } from '../stock/stock.ts'
import { takeStock } from '../stock/take-stock.ts'
import { tellDecided } from '../tell-decided.ts'
import { composeProposal } from './compose-proposal.ts'
import { reportSync, type SyncResult } from './report-sync.ts'

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
  /**
   * How a proposal merges itself of which the policy lets every change do so (`autoMerge` of its rules), and all of
   * which the files bring about. Default: people merge it.
   */
  readonly autoMerge?: MergeMethod | undefined
  /** Which units that Git never had are added to it, as globs. Default: all. */
  readonly select?: readonly string[] | undefined
  /** The authority's name for the environment in trailers. Default: what follows the colon in its endpoint's name. */
  readonly space?: string | undefined
  /** Leave out units that cannot be read, and delete nothing then. Default: `stop`. */
  readonly onUnreadable?: 'stop' | 'skip-unit' | undefined
  /** What counts as equal. Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

const agreed = 'Git and ConfigHub agree again: nothing is left to merge.'

/**
 * Brings the authority's own changes to Git as one proposal: opens it, updates it in place, or closes it when
 * both sides agree. A proposal that people closed unmerged is not made again with the same content.
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
  const { stock } = taken
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
  const declined = stock.state.declined.includes(plan.digest)
  const edits = await findEdits(endpoints.git, plan, declined, call)
  const report = (result: SyncResult) => reportSync(stock, plan, edits, options, result)
  if (dryRun) {
    const paths = edits.files.map(({ path }) => path)
    const before = await endpoints.git.editor?.read?.(paths, call)
    return report({ kind: 'dry-run', declined, before })
  }
  refuseReadOnly(call, `a sync of ${options.environment} would keep a pull request`)
  const proposals = requireMember(endpoints.git, 'proposals')
  const proposal = declined ? undefined : composeProposal(stock, plan, edits, endpoints.confighub, options)
  const what = `sync ${stock.commit.id.slice(0, 12)}: `
  const settled = { state: stock.state, token: stock.token, due: stock.settled }
  if (plan.blocked || (!declined && waitsForPerson(plan, edits, stock))) {
    // An open proposal stays as it is: that somebody has to look does not mean that the sides agree. But it waits, too.
    await stopOpenOffers(stock, proposals, call)
    const kept = await keepOffers(sides.archive, settled, stock.state.offers, `${what}waiting`, call)
    await markOutdatedOffers(stock, options.environment, endpoints.git, call)
    return report({ kind: kept === undefined ? 'taken-over' : 'waiting' })
  }
  const others = stock.state.offers.filter((offer) => !stock.openOffers.includes(offer.digest))
  if (proposal === undefined) {
    // Forgotten before it is closed: a proposal that tideway closed must not look like one that people declined.
    const kept = await keepOffers(sides.archive, settled, others, `${what}nothing to propose`, call)
    if (kept === undefined || (await sides.archive.token(call)) !== kept.token)
      return report({ kind: 'taken-over' })
    return report({ kind: 'reconciled', outcome: await proposals.close(agreed, call), declined })
  }
  const offer = offerOf(stock, plan, edits)
  // Announced before it is made: whoever merges the proposal merges what the archive knows of.
  const isOpen = stock.state.offers.some((known) => isSameOffer(known, offer))
  const announced = isOpen ? stock.state.offers : [...stock.state.offers, offer]
  const ready = await keepOffers(sides.archive, settled, announced, `${what}about to propose`, call)
  if (ready === undefined || (await sides.archive.token(call)) !== ready.token)
    return report({ kind: 'taken-over' })
  const outcome = await proposals.reconcile(proposal, call)
  if (outcome.kind === 'blocked-by-edits')
    await markOutdatedOffers(stock, options.environment, endpoints.git, call)
  if (!('id' in outcome) || outcome.kind === 'blocked-by-edits')
    return report({ kind: 'reconciled', outcome, declined })
  const made = [...others, { ...offer, proposal: outcome.id }]
  const saved = await keepOffers(sides.archive, ready, made, `${what}${outcome.kind}`, call)
  return report(saved === undefined ? { kind: 'taken-over' } : { kind: 'reconciled', outcome, declined })
}

// Nothing can be proposed, although the sides do not agree.
function waitsForPerson(plan: SyncPlan, edits: SourceEdits, { unreadable, state }: Stock): boolean {
  // Of a unit that cannot be read nobody knows whether its open proposal is still true.
  const isOffered = (unit: string) =>
    state.offers.some(({ units }) => units.some((item) => item.unit === unit))
  if (unreadable.some(({ unit }) => isOffered(unit)) || (unreadable.length > 0 && plan.wanted.length === 0))
    return true
  if (plan.wanted.length > 0) return edits.files.length === 0
  return plan.units.some((unit) => unit.verdict === 'hold')
}

interface Kept {
  readonly state: ArchiveState
  readonly token: string | undefined
  /** True where something besides the offers is to be saved. */
  readonly due: boolean
}

// Saves where anything changed; undefined where another run saved first.
async function keepOffers(
  archive: Archive,
  kept: Kept,
  offers: readonly Offer[],
  message: string,
  call: Call,
): Promise<Kept | undefined> {
  const state = { ...kept.state, offers }
  if (!kept.due && isSameArchive(kept.state, state)) return kept
  const saved = await saveArchive(archive, state, kept.token, message, call)
  return saved && { ...saved, due: false }
}

function isSameOffer(known: Offer, offer: Offer): boolean {
  const { proposal: _, ...offered } = known
  return isSameArchive({ ...emptyArchive, offers: [offered] }, { ...emptyArchive, offers: [offer] })
}

async function findEdits(git: Endpoint, plan: SyncPlan, declined: boolean, call: Call): Promise<SourceEdits> {
  if (plan.wanted.length === 0 || declined) return { files: [], unresolved: [] }
  return requireMember(git, 'editor').edit(plan.wanted, call)
}

// Only what the proposal shows counts as decided once it is merged; what could not be edited stays open.
function offerOf(stock: Stock, plan: SyncPlan, edits: SourceEdits): Offer {
  const units = plan.units.flatMap(({ stock: unit, decided, wanted }) => {
    if (wanted === undefined) return []
    const paths = decided
      .filter(({ change, verdict }) => verdict === 'take' && !isUnresolved(unit.unit, change, edits))
      .map(({ change }) => formatPath([change.resource, ...change.path]))
    const revision = stock.heads.get(unit.unit)?.revision
    const text = withoutSecrets(unit)
    return [{ unit: unit.unit, ...(revision === undefined ? {} : { revision }), paths, text }]
  })
  return { digest: plan.digest, units }
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

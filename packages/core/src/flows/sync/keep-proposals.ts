import type { Offer } from '../../archive/archive-state.ts'
import type { Archive } from '../../contract/archive-store.ts'
import type { Call } from '../../contract/call.ts'
import type { Proposal, ProposalOutcome, ProposalSink } from '../../contract/proposal-sink.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { Stock } from '../stock/stock.ts'
import type { SyncPart } from './cut-sync.ts'
import { isSameOffer, keepOffers } from './keep-offers.ts'
import { offerOf } from './offer-of.ts'
import { closeReasons, type SyncStep } from './plan-steps.ts'

/** A step that was taken; one that waits has no outcome, and one that failed for a reason of its own branch an error. */
export interface TakenStep {
  readonly step: SyncStep
  readonly outcome?: ProposalOutcome | undefined
  readonly error?: AdapterError | undefined
}

/** Where a sync keeps its proposals, and what it says in the archive. */
export interface ProposalPlace {
  readonly proposals: ProposalSink
  readonly archive: Archive
  readonly message: string
  readonly compose: (part: SyncPart) => Proposal
}

/**
 * Takes the steps one after the other: offers are announced before the first proposal, so that whoever merges it merges
 * what the archive knows of, and one that is closed is forgotten afterwards. What a step cannot do for a reason of its
 * own branch keeps no other from being done. Undefined where another run is at work.
 */
export async function keepProposals(
  place: ProposalPlace,
  stock: Stock,
  steps: readonly SyncStep[],
  call: Call,
): Promise<readonly TakenStep[] | undefined> {
  const { archive, message } = place
  const fresh = steps.flatMap(({ decision }) =>
    decision.kind === 'propose' ? [offerOf(stock, decision.part)] : [],
  )
  const { offers } = stock.state
  const announced = [
    ...offers,
    ...fresh.filter((offer) => !offers.some((known) => isSameOffer(known, offer))),
  ]
  const settled = { state: stock.state, token: stock.token, due: stock.settled }
  const ready = await keepOffers(archive, settled, announced, `${message}: about to propose`, call)
  if (ready === undefined) return undefined
  const kept: Offer[] = offers.filter((offer) => !stock.openOffers.includes(offer))
  const taken: TakenStep[] = []
  for (const step of steps) {
    const known = announced.filter((offer) => offer.group === step.group && !kept.includes(offer))
    if (step.decision.kind === 'wait') {
      kept.push(...known)
      taken.push({ step })
      continue
    }
    // What another run has announced since is not overwritten.
    if ((await archive.token(call)) !== ready.token) return undefined
    try {
      const outcome = await takeStep(place, step, call)
      kept.push(...offersAfter(stock, step, outcome, known))
      taken.push({ step, outcome })
    } catch (error) {
      if (!isOfItsBranch(error)) throw error
      kept.push(...known)
      taken.push({ step, error })
    }
  }
  const saved = await keepOffers(archive, ready, kept, `${message}: ${summarize(taken)}`, call)
  return saved && taken
}

async function takeStep(
  { proposals, compose }: ProposalPlace,
  step: SyncStep,
  call: Call,
): Promise<ProposalOutcome> {
  const sink = step.group === undefined ? proposals : requireGroups(proposals).group(step.group)
  if (step.decision.kind === 'propose') return sink.reconcile(compose(step.decision.part), call)
  const reason = step.decision.kind === 'close' ? step.decision.reason : 'agreed'
  return sink.close(closeReasons[reason], call)
}

function offersAfter(
  stock: Stock,
  { decision }: SyncStep,
  outcome: ProposalOutcome,
  known: readonly Offer[],
): readonly Offer[] {
  if (outcome.kind === 'blocked-by-edits') return known
  if (decision.kind !== 'propose') return []
  // The base held all of it already: what became of the offer shows in the next run.
  if (outcome.kind === 'none' || outcome.kind === 'closed') return known
  return [{ ...offerOf(stock, decision.part), proposal: outcome.id }]
}

/** The groups of a store. Throws an `AdapterError` of kind `unsupported` where it keeps no more than one proposal. */
export function requireGroups({ groups }: ProposalSink): NonNullable<ProposalSink['groups']> {
  if (groups !== undefined) return groups
  throw new AdapterError({
    kind: 'unsupported',
    endpoint: 'proposals',
    message: 'the store keeps no more than one proposal of an environment',
    next: 'group by environment',
  })
}

function isOfItsBranch(error: unknown): error is AdapterError {
  return AdapterError.isInstance(error) && (error.kind === 'invalid-request' || error.kind === 'lost-race')
}

function summarize(taken: readonly TakenStep[]): string {
  const kinds = taken.flatMap(({ outcome }) =>
    outcome === undefined || outcome.kind === 'none' ? [] : [outcome.kind],
  )
  return kinds.length === 0 ? 'nothing to propose' : [...new Set(kinds)].join(', ')
}

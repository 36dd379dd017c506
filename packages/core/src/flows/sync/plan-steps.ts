import type { Offer } from '../../archive/archive-state.ts'
import type { SyncPlan } from '../../plan/plan-sync.ts'
import type { Stock } from '../stock/stock.ts'
import type { SyncPart } from './cut-sync.ts'

/** What is to become of one proposal; without a group it is the environment's. */
export interface SyncStep {
  readonly group: string | undefined
  /** Undefined where nothing is to be proposed. */
  readonly part: SyncPart | undefined
  readonly decision:
    | { readonly kind: 'propose'; readonly part: SyncPart }
    | { readonly kind: 'close'; readonly reason: CloseReason }
    /** An open proposal stays as it is: that somebody has to look does not mean that the sides agree. */
    | { readonly kind: 'wait' }
}

/** Why a proposal is closed. */
export type CloseReason = 'agreed' | 'declined' | 'regrouped'

/** What the readers of a closed proposal are told. */
export const closeReasons: Readonly<Record<CloseReason, string>> = {
  agreed: 'Git and ConfigHub agree again: nothing is left to merge.',
  declined:
    'A pull request with the same changes as are wanted now was closed before, so they are not proposed again.',
  regrouped: 'Its changes are grouped otherwise now: other pull requests hold what is left of them.',
}

/**
 * Decides what becomes of the proposals of some groups: by name, those that are closed first, so that no two that are
 * open hold the same change.
 */
export function planSteps(
  stock: Stock,
  plan: SyncPlan,
  parts: readonly SyncPart[],
  groups: Iterable<string | undefined>,
): readonly SyncStep[] {
  const proposed = wantedBy(parts)
  const unreadable = new Set(stock.unreadable.map(({ unit }) => unit))
  const stuck = new Set([
    ...unreadable,
    ...plan.units.flatMap(({ stock: { unit }, verdict }) => (verdict === 'hold' ? [unit] : [])),
    ...plan.wanted.flatMap(({ unit }) => (proposed.has(unit) ? [] : [unit])),
  ])
  const decide = (group: string | undefined, part: SyncPart | undefined): SyncStep['decision'] => {
    const offered = unitsOf(stock.openOffers.filter((offer) => offer.group === group))
    // Of a unit that cannot be read nobody knows whether its open proposal is still true.
    if (offered.some((unit) => unreadable.has(unit))) return { kind: 'wait' }
    if (part?.declined === true) return { kind: 'close', reason: 'declined' }
    if (part !== undefined)
      return part.edits.files.length === 0 ? { kind: 'wait' } : { kind: 'propose', part }
    if (offered.length === 0 ? stuck.size > 0 : offered.some((unit) => stuck.has(unit)))
      return { kind: 'wait' }
    const isAmong = (units: ReadonlySet<string>) =>
      offered.length === 0 ? units.size > 0 : offered.some((unit) => units.has(unit))
    if (isAmong(wantedBy(parts.filter(({ declined }) => !declined))))
      return { kind: 'close', reason: 'regrouped' }
    return { kind: 'close', reason: isAmong(proposed) ? 'declined' : 'agreed' }
  }
  const steps = [...new Set(groups)].sort().map((group): SyncStep => {
    const part = parts.find((one) => one.group?.name === group)
    return { group, part, decision: decide(group, part) }
  })
  const isClosed = ({ decision }: SyncStep) => decision.kind === 'close'
  return [...steps.filter(isClosed), ...steps.filter((step) => !isClosed(step))]
}

function unitsOf(offers: readonly Offer[]): readonly string[] {
  return offers.flatMap(({ units }) => units.map(({ unit }) => unit))
}

function wantedBy(parts: readonly SyncPart[]): ReadonlySet<string> {
  return new Set(parts.flatMap(({ plan }) => plan.wanted.map(({ unit }) => unit)))
}

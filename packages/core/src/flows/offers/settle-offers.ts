import { type ArchivedUnit, type ArchiveState, type Offer, unknownUnit } from '../../archive/archive-state.ts'
import { settleOffer } from '../../archive/settle-offer.ts'
import { readUnitBase, writeUnitBase } from '../../archive/unit-base.ts'
import type { Call } from '../../contract/call.ts'
import type { CommitId, Commits } from '../../contract/commits.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import { TidewayError } from '../../errors/tideway-error.ts'
import { parsePath } from '../../model/field-path.ts'
import { readUnitTree } from '../../normalize/read-unit-tree.ts'
import { sinkOf } from './sink-of.ts'

// So many declined proposals are remembered; older ones may be proposed again.
const declinedKept = 20

/** The archive after a look at its offers, and those of them that are still open. */
export interface SettledOffers {
  readonly state: ArchiveState
  readonly open: readonly Offer[]
}

/**
 * Looks what became of the open offers. One whose proposal was merged into this commit's history settles its
 * fields; one that was closed is dropped, and its content is not proposed again; the others stay.
 */
export async function settleOffers(
  state: ArchiveState,
  commit: CommitId,
  proposals: ProposalSink | undefined,
  commits: Commits,
  call: Call,
): Promise<SettledOffers> {
  let settled = state
  const open: Offer[] = []
  for (const offer of state.offers) {
    const runs = { commit, newest: state.commit }
    const fate = await fateOf(offer, runs, sinkOf(proposals, offer.group), commits, call)
    if (fate === 'open') open.push(offer)
    if (fate === 'open' || fate === 'ahead') continue
    const offers = settled.offers.filter((other) => other !== offer)
    if (fate === 'merged') settled = { ...settled, units: settleUnits(settled.units, offer) }
    const declined =
      fate === 'closed' ? [...settled.declined, offer.digest].slice(-declinedKept) : settled.declined
    settled = { ...settled, offers, declined }
  }
  return { state: settled, open }
}

async function fateOf(
  offer: Offer,
  { commit, newest }: { readonly commit: CommitId; readonly newest: CommitId | undefined },
  proposals: ProposalSink | undefined,
  commits: Commits,
  call: Call,
): Promise<'open' | 'ahead' | 'merged' | 'closed' | 'replaced'> {
  const proposal = offer.proposal ?? (await proposals?.find(offer.digest, call))
  // A store that keeps no groups cannot tell what became of one; it stays open until a sync closes it.
  if (proposals === undefined || proposal === undefined) return 'open'
  const state = await proposals.state(proposal, call)
  if (state.kind === 'open' || state.kind === 'unknown') return 'open'
  if (state.kind === 'merged') {
    const relation = await commits.relation(commit, state.commit, call)
    if (relation !== 'same' && relation !== 'descends') return 'ahead'
    if (offer.proposal === undefined && newest !== undefined) {
      // One of the same content that an earlier run knew as merged is older than the offer, which was never proposed.
      const since = await commits.relation(newest, state.commit, call)
      if (since !== 'precedes' && since !== 'diverged') return 'open'
    }
  }
  return state.digest === offer.digest ? state.kind : 'replaced'
}

function settleUnits(
  units: Readonly<Record<string, ArchivedUnit>>,
  offer: Offer,
): Readonly<Record<string, ArchivedUnit>> {
  const settled = { ...units }
  for (const offered of offer.units) {
    const entry = settled[offered.unit] ?? { ...unknownUnit, base: { text: '', unknown: [] } }
    const read = readUnitTree(offered.text, `offered/${offered.unit}.yaml`)
    if (read.kind === 'invalid') {
      throw new TidewayError({
        code: 'TIDEWAY_ARCHIVE_UNREADABLE',
        message: `what was offered of unit ${offered.unit} cannot be read from the archive`,
        next: 'restore an earlier state of the archive, or start a new one with `tideway adopt`',
        cause: read.error,
      })
    }
    const base = settleOffer(readUnitBase(entry.base, offered.unit), read.tree, offered.paths.map(parsePath))
    settled[offered.unit] = { ...entry, base: writeUnitBase(base, entry.base, offered.unit) }
  }
  return settled
}

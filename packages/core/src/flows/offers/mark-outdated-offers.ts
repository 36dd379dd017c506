import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import type { ReviewCheck } from '../../contract/reviews.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { Stock } from '../stock/stock.ts'
import { stopAutoMerge } from './stop-auto-merge.ts'

// A list of more units than this says no more to a reader.
const namedUnits = 3

/** The check on an environment's sync proposal. */
export function syncCheck(environment: string, state: ReviewCheck['state'], summary: string): ReviewCheck {
  return { name: `tideway/sync/${environment}`, state, summary }
}

/**
 * Fails the check of every open proposal that shows a revision which is no longer the authority's newest, and takes
 * back that it merges itself: merging it would bring back what somebody has since changed. Where nothing is remembered,
 * nobody can tell what the open proposals show. A store that refuses is only a warning.
 */
export async function markOutdatedOffers(
  stock: Stock,
  environment: string,
  { proposals, reviews }: Pick<Endpoint, 'proposals' | 'reviews'>,
  call: Call,
): Promise<void> {
  if (call.readOnly) return
  for (const { proposal, summary } of [...findMoved(stock), ...(await findOrphans(stock, proposals, call))]) {
    await stopAutoMerge(proposals, proposal, call)
    if (reviews === undefined) continue
    try {
      await reviews.check(proposal, syncCheck(environment, 'failure', `${summary}: run tideway sync`), call)
    } catch (error) {
      if (!AdapterError.isInstance(error) || error.kind === 'aborted') throw error
      call.logger.warn('the check of an outdated proposal could not be set', {
        proposal,
        message: error.message,
      })
    }
  }
}

interface Outdated {
  readonly proposal: string
  readonly summary: string
}

function findMoved({ state: { offers }, openOffers, heads }: Stock): readonly Outdated[] {
  return offers.flatMap(({ digest, proposal, units }, index) => {
    if (proposal === undefined || !openOffers.includes(digest)) return []
    // The proposal shows what was offered last.
    if (offers.slice(index + 1).some((later) => later.proposal === proposal)) return []
    const moved = units
      .filter(({ unit, revision }) => heads.get(unit)?.revision !== revision)
      .map(({ unit }) => unit)
    if (moved.length === 0) return []
    const others = moved.length > namedUnits ? ` and ${moved.length - namedUnits} more` : ''
    return [
      { proposal, summary: `ConfigHub has changed ${moved.slice(0, namedUnits).join(', ')}${others} since` },
    ]
  })
}

async function findOrphans(
  { lost }: Stock,
  proposals: ProposalSink | undefined,
  call: Call,
): Promise<readonly Outdated[]> {
  if (lost === undefined || proposals === undefined) return []
  const { groups } = proposals
  const names = (await groups?.names(call)) ?? []
  const found: Outdated[] = []
  for (const sink of [proposals, ...names.flatMap((name) => groups?.group(name) ?? [])]) {
    const open = await sink.current(call)
    if (open !== undefined)
      found.push({ proposal: open.id, summary: 'the archive does not know what this offers' })
  }
  return found
}

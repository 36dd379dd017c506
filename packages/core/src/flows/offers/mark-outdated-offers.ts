import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { Stock } from '../stock/stock.ts'
import { sinkOf } from './sink-of.ts'
import { stopAutoMerge } from './stop-auto-merge.ts'
import { syncCheck } from './sync-check.ts'

// A list of more units than this says no more to a reader.
const namedUnits = 3

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
  isMarked: (group: string | undefined) => boolean = () => true,
): Promise<void> {
  if (call.readOnly) return
  const outdated = [...findMoved(stock, isMarked), ...(await findOrphans(stock, proposals, isMarked, call))]
  for (const { proposal, group, summary } of outdated) {
    await stopAutoMerge(sinkOf(proposals, group), proposal, call)
    if (reviews === undefined) continue
    try {
      const check = syncCheck(environment, group, 'failure', `${summary}: run tideway sync`)
      await reviews.check(proposal, check, call)
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
  readonly group: string | undefined
  readonly summary: string
}

type IsMarked = (group: string | undefined) => boolean

function findMoved({ state: { offers }, openOffers, heads }: Stock, isMarked: IsMarked): readonly Outdated[] {
  return offers.flatMap((offer, index) => {
    const { proposal, group, units } = offer
    if (proposal === undefined || !openOffers.includes(offer) || !isMarked(group)) return []
    // The proposal shows what was offered last.
    if (offers.slice(index + 1).some((later) => later.proposal === proposal)) return []
    const moved = units
      .filter(({ unit, revision }) => heads.get(unit)?.revision !== revision)
      .map(({ unit }) => unit)
    if (moved.length === 0) return []
    const others = moved.length > namedUnits ? ` and ${moved.length - namedUnits} more` : ''
    const summary = `ConfigHub has changed ${moved.slice(0, namedUnits).join(', ')}${others} since`
    return [{ proposal, group, summary }]
  })
}

async function findOrphans(
  { lost }: Stock,
  proposals: ProposalSink | undefined,
  isMarked: IsMarked,
  call: Call,
): Promise<readonly Outdated[]> {
  if (lost === undefined || proposals === undefined) return []
  const names = (await proposals.groups?.names(call)) ?? []
  const found: Outdated[] = []
  for (const group of [undefined, ...names].filter(isMarked)) {
    const open = await sinkOf(proposals, group)?.current(call)
    const summary = 'the archive does not know what this offers'
    if (open !== undefined) found.push({ proposal: open.id, group, summary })
  }
  return found
}

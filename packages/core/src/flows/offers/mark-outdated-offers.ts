import type { Call } from '../../contract/call.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
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
 * back that it merges itself: merging it would bring back what somebody has since changed. A store that refuses is
 * only a warning.
 */
export async function markOutdatedOffers(
  stock: Stock,
  environment: string,
  git: Pick<Endpoint, 'proposals' | 'reviews'>,
  call: Call,
): Promise<void> {
  if (call.readOnly) return
  const { offers } = stock.state
  for (const [index, { digest, proposal, units }] of offers.entries()) {
    if (proposal === undefined || !stock.openOffers.includes(digest)) continue
    // The proposal shows what was offered last.
    if (offers.slice(index + 1).some((later) => later.proposal === proposal)) continue
    const moved = units
      .filter(({ unit, revision }) => stock.heads.get(unit)?.revision !== revision)
      .map(({ unit }) => unit)
    if (moved.length === 0) continue
    await stopAutoMerge(git.proposals, proposal, call)
    if (git.reviews === undefined) continue
    const others = moved.length > namedUnits ? ` and ${moved.length - namedUnits} more` : ''
    const summary = `ConfigHub has changed ${moved.slice(0, namedUnits).join(', ')}${others} since: run tideway sync`
    try {
      await git.reviews.check(proposal, syncCheck(environment, 'failure', summary), call)
    } catch (error) {
      if (!AdapterError.isInstance(error) || error.kind === 'aborted') throw error
      call.logger.warn('the check of an outdated proposal could not be set', {
        proposal,
        message: error.message,
      })
    }
  }
}

import type { Call } from '../../contract/call.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { Stock } from '../stock/stock.ts'

/** Takes back that an open proposal merges itself. A store that refuses is only a warning. */
export async function stopAutoMerge(
  proposals: ProposalSink | undefined,
  proposal: string,
  call: Call,
): Promise<void> {
  try {
    await proposals?.stopAutoMerge?.(proposal, call)
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.kind === 'aborted') throw error
    call.logger.warn('it could not be taken back that a proposal merges itself; do it by hand', {
      proposal,
      message: error.message,
    })
  }
}

/** The same for every open proposal. */
export async function stopOpenOffers(
  { state, openOffers }: Pick<Stock, 'state' | 'openOffers'>,
  proposals: ProposalSink,
  call: Call,
): Promise<void> {
  const open = state.offers.filter(({ digest }) => openOffers.includes(digest))
  for (const id of new Set(open.flatMap(({ proposal }) => proposal ?? []))) {
    await stopAutoMerge(proposals, id, call)
  }
}

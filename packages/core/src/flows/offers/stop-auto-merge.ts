import type { Offer } from '../../archive/archive-state.ts'
import type { Call } from '../../contract/call.ts'
import type { ProposalSink } from '../../contract/proposal-sink.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import { sinkOf } from './sink-of.ts'

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

/** The same for the proposals of some offers. */
export async function stopOffers(
  offers: readonly Offer[],
  proposals: ProposalSink,
  call: Call,
): Promise<void> {
  const groups = new Map(
    offers.flatMap(({ proposal, group }) => (proposal === undefined ? [] : [[proposal, group]])),
  )
  for (const [id, group] of groups) await stopAutoMerge(sinkOf(proposals, group), id, call)
}

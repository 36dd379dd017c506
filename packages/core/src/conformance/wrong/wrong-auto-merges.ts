import type { ProposalSink } from '../../contract/proposal-sink.ts'
import type { Wrongs } from './wrongs.ts'

/** Proposal sinks that each break one group of the suite of auto-merge. */
export const wrongAutoMerges: Wrongs<ProposalSink> = {
  // Merges by itself whatever it opens.
  merging: (right) => {
    let isOpen = false
    return {
      ...right,
      async reconcile(wanted, call) {
        const outcome = await right.reconcile(isOpen ? wanted : { ...wanted, autoMerge: 'merge' }, call)
        isOpen = true
        return outcome
      },
    }
  },
  'taking it back': (right) => ({ ...right, stopAutoMerge: async () => undefined }),
  people: (right) => ({
    ...right,
    async reconcile(wanted, call) {
      const outcome = await right.reconcile(wanted, call)
      return 'autoMerge' in outcome && outcome.autoMerge === 'switched-off'
        ? { ...outcome, autoMerge: 'waiting' }
        : outcome
    },
  }),
}

import type { ProposalSink } from '../../contract/proposal-sink.ts'
import { leak, mislabel, rethrow } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Proposal sinks that each break one group of their suite. */
export const wrongProposals: Wrongs<ProposalSink> = {
  identity: (right) => ({
    ...right,
    reconcile(wanted, call) {
      const files = wanted?.files.filter((file) => file.kind === 'write') ?? []
      return right.reconcile(wanted && { ...wanted, files }, call)
    },
  }),
  idempotence: (right) => ({
    ...right,
    async reconcile(wanted, call) {
      const outcome = await right.reconcile(wanted, call)
      return outcome.kind === 'unchanged' ? { ...outcome, kind: 'updated' } : outcome
    },
  }),
  review: (right) => ({
    ...right,
    async state(id, call) {
      const state = await right.state(id, call)
      return state.kind === 'unknown' ? { kind: 'closed', digest: undefined } : state
    },
  }),
  'unknown outcome': (right) => {
    let failed = false
    return {
      ...right,
      reconcile: async (wanted, call) =>
        failed
          ? { kind: 'none' }
          : rethrow(
              () => right.reconcile(wanted, call),
              (error) => {
                failed = true
                return error
              },
            ),
    }
  },
  abort: (right) => ({ ...right, reconcile: (wanted, call) => right.reconcile(wanted, unaware(call)) }),
  'error mapping': (right) => ({
    ...right,
    state: (id, call) => rethrow(() => right.state(id, call), mislabel),
  }),
  'no secret in errors': (right) => ({
    ...right,
    reconcile: (wanted, call) => rethrow(() => right.reconcile(wanted, call), leak),
  }),
}

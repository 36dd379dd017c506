import type { ProposalSink } from '../contract/proposal-sink.ts'
import type { BoundInterceptor } from './interceptor.ts'

/** Wraps every method of a proposal sink, and of the sinks of its groups. */
export function interceptProposals(proposals: ProposalSink, bound: BoundInterceptor): ProposalSink {
  const { ask } = bound
  const { groups, stopAutoMerge } = proposals
  return {
    reconcile: (wanted, call) => ask('proposals.reconcile', call, () => proposals.reconcile(wanted, call)),
    close: (reason, call) => ask('proposals.close', call, () => proposals.close(reason, call)),
    find: (digest, call) => ask('proposals.find', call, () => proposals.find(digest, call)),
    state: (id, call) => ask('proposals.state', call, () => proposals.state(id, call)),
    current: (call) => ask('proposals.current', call, () => proposals.current(call)),
    merged: (since, call) => ask('proposals.merged', call, () => proposals.merged(since, call)),
    stopAutoMerge:
      stopAutoMerge && ((id, call) => ask('proposals.stopAutoMerge', call, () => stopAutoMerge(id, call))),
    groups: groups && {
      names: (call) => ask('proposals.groups.names', call, () => groups.names(call)),
      group: (name) => interceptProposals(groups.group(name), bound),
    },
  }
}

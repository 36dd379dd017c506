import type { CurrentProposal, Proposal, ProposalSink } from '../../contract/proposal-sink.ts'
import { blameStore } from './blame-store.ts'
import { leak, mislabel, rethrow } from './spoil-errors.ts'
import { unaware } from './unaware.ts'
import type { Wrongs } from './wrongs.ts'

/** Proposal sinks that each break one group of their suite. */
export const wrongProposals: Wrongs<ProposalSink> = {
  identity: (right) => ({
    ...right,
    reconcile(wanted, call) {
      const files = wanted.files.filter((file) => file.kind === 'write')
      return right.reconcile({ ...wanted, files }, call)
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
  // Says for ever what it once found.
  'current proposal': (right) => {
    let found: CurrentProposal | undefined
    return {
      ...right,
      current: async (call) => {
        found ??= await right.current(call)
        return found
      },
    }
  },
  // Takes those that it did not merge last for old ones.
  'merged proposals': (right) => ({
    ...right,
    merged: async (since, call) => (await right.merged(since, call)).slice(-1),
  }),
  // Takes the proposals of another group for this one's.
  groups: (right) => {
    const { groups } = right
    if (groups === undefined) return right
    const find: ProposalSink['find'] = async (digest, call) => {
      for (const name of await groups.names(call)) {
        const found = await groups.group(name).find(digest, call)
        if (found !== undefined) return found
      }
      return undefined
    }
    return { ...right, groups: { ...groups, group: (name) => ({ ...groups.group(name), find }) } }
  },
  // Gives up for good on a proposal that it did not see open.
  'unknown outcome': (right) => {
    let isOpen = false
    let isLost = false
    return {
      ...right,
      async reconcile(wanted, call) {
        if (isLost) return { kind: 'none' }
        try {
          const outcome = await right.reconcile(wanted, call)
          isOpen = true
          return outcome
        } catch (error) {
          isLost = !isOpen
          throw error
        }
      },
    }
  },
  'large units': (right) => ({
    ...right,
    reconcile: (wanted, call) =>
      right.reconcile(
        changeFiles(wanted, (text) => text.slice(0, 2 ** 16)),
        call,
      ),
  }),
  'unicode and odd names': (right) => ({
    ...right,
    reconcile: (wanted, call) =>
      right.reconcile(
        changeFiles(wanted, (text) => text.normalize('NFC')),
        call,
      ),
  }),
  'read-only run': (right) => ({
    ...right,
    reconcile: (wanted, call) => right.reconcile(wanted, { ...call, readOnly: false }),
  }),
  // Gives up for good on a proposal whose update failed.
  'connection cut': (right) => {
    let isOpen = false
    let isLost = false
    return {
      ...right,
      async reconcile(wanted, call) {
        if (isLost) return { kind: 'none' }
        try {
          const outcome = await right.reconcile(wanted, call)
          isOpen = true
          return outcome
        } catch (error) {
          isLost = isOpen
          throw error
        }
      },
    }
  },
  'time limits': (right) => ({
    ...right,
    state: (id, call) => rethrow(() => right.state(id, call), blameStore(call)),
  }),
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

function changeFiles(wanted: Proposal, change: (text: string) => string): Proposal {
  const files = wanted.files.map((file) =>
    file.kind === 'write' ? { ...file, text: change(file.text) } : file,
  )
  return { ...wanted, files }
}

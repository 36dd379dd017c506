import type { Call, ProposalSink } from '@tideway/core'
import { z } from 'zod'
import { groupPrefix, nameGroupBranch, readGroups } from '../git/group-branches.ts'
import { stopAutoMerge } from './auto-merge.ts'
import { closeProposal } from './close-proposal.ts'
import { findProposal } from './find-proposal.ts'
import { listMerged } from './list-merged.ts'
import { openWorkplace } from './open-workplace.ts'
import { readDigest } from './proposal-body.ts'
import { findPull, listPulls } from './pull-request.ts'
import { readProposalState } from './read-proposal-state.ts'
import { reconcileProposal } from './reconcile-proposal.ts'
import type { Workplace } from './workplace.ts'

const refsSchema = z.array(z.object({ ref: z.string() }))
const refsPerPage = 100
// A thousand groups are more pull requests than anybody reads.
const mostPages = 10

/** Keeps an environment's pull request, and beside it one for each of its groups. */
export function createGitHubProposals(work: Workplace): ProposalSink {
  return {
    ...createSink(work),
    groups: {
      names: (call) => listGroups(work, call),
      group: (name) => {
        const branch = nameGroupBranch(work.options.branch, name, work.api.endpoint)
        return createSink(openWorkplace({ ...work, options: { ...work.options, branch } }))
      },
    },
  }
}

function createSink(work: Workplace): ProposalSink {
  return {
    reconcile: (wanted, call) => reconcileProposal(work, wanted, call),
    close: (reason, call) => closeProposal(work, reason, call),
    find: (digest, call) => findProposal(work, digest, call),
    state: (id, call) => readProposalState(work, id, call),
    current: async (call) => {
      const [pull] = await listPulls(work, 'open', call)
      return pull && { id: String(pull.number), digest: readDigest(pull.body, work.options.environment) }
    },
    merged: (since, call) => listMerged(work, since, call),
    stopAutoMerge: async (id, call) => {
      const pull = await findPull(work, id, call)
      if (pull !== undefined) await stopAutoMerge(work, pull, call)
    },
  }
}

// A branch is there as long as its pull request is open: deleting the branch closes it.
async function listGroups({ api, options }: Workplace, call: Call): Promise<readonly string[]> {
  const ref = `heads/${groupPrefix(options.branch)}`
  const branches: string[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { ref, per_page: refsPerPage, page }
    const refs = await api.send('GET /git/matching-refs/{ref}', query, refsSchema, call)
    branches.push(...refs.map((one) => one.ref.replace(/^refs\/heads\//, '')))
    if (refs.length < refsPerPage) break
  }
  return readGroups(options.branch, branches)
}

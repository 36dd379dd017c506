import { AdapterError, type Call, type ProposalSink } from '@tideway/core'
import { z } from 'zod'
import { environmentName } from '../git/environment-name.ts'
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
      group: (name) => createSink(enterGroup(work, name)),
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

function groupPrefix({ options }: Workplace): string {
  return `${options.branch}--`
}

function enterGroup(work: Workplace, name: string): Workplace {
  if (!environmentName.safeParse(name).success) {
    throw new AdapterError({
      kind: 'invalid-request',
      endpoint: work.api.endpoint,
      message: `the group ${JSON.stringify(name)} cannot name a branch`,
      next: 'group by something that holds letters, digits and . _ - only, and no --',
    })
  }
  return openWorkplace({ ...work, options: { ...work.options, branch: `${groupPrefix(work)}${name}` } })
}

// A branch is there as long as its pull request is open: deleting the branch closes it.
async function listGroups(work: Workplace, call: Call): Promise<readonly string[]> {
  const prefix = `refs/heads/${groupPrefix(work)}`
  const names: string[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { ref: prefix.replace('refs/', ''), per_page: refsPerPage, page }
    const refs = await work.api.send('GET /git/matching-refs/{ref}', query, refsSchema, call)
    names.push(...refs.map(({ ref }) => ref.slice(prefix.length)))
    if (refs.length < refsPerPage) break
  }
  return names.filter((name) => environmentName.safeParse(name).success).sort()
}

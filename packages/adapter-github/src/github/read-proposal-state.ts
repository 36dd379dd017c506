import type { Call, ProposalState } from '@tideway/core'
import { readDigest } from './proposal-body.ts'
import { findPull } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/** What became of a pull request, by its number. */
export async function readProposalState(work: Workplace, id: string, call: Call): Promise<ProposalState> {
  const pull = await findPull(work, id, call)
  if (pull === undefined) return { kind: 'unknown' }
  const digest = readDigest(pull.body, work.options.environment)
  if (pull.state === 'open') return { kind: 'open', digest }
  if (pull.merged_at === null) return { kind: 'closed', digest }
  // For a squash or rebase this is the commit that the base branch got.
  return pull.merge_commit_sha === null
    ? { kind: 'unknown' }
    : { kind: 'merged', commit: pull.merge_commit_sha, digest }
}

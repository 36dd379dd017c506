import type { Call, ProposalOutcome } from '@tideway/core'
import { z } from 'zod'
import { blockByEdits } from './block-by-edits.ts'
import type { BranchTip } from './branch-state.ts'
import { commentOnce } from './comment-once.ts'
import { findForeignAuthor } from './find-foreign-author.ts'
import { removeMarkers } from './proposal-body.ts'
import type { PullRequest } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/** Closes the pull request that is no longer needed, if there is one, says why, and deletes its branch. */
export async function retireProposal(
  work: Workplace,
  pull: PullRequest | undefined,
  tip: BranchTip | undefined,
  reason: string,
  call: Call,
): Promise<ProposalOutcome> {
  const foreign = await findForeignAuthor(work, tip, pull !== undefined, call)
  if (foreign !== undefined) {
    if (pull !== undefined) return blockByEdits(work, pull, foreign, call)
    call.logger.warn('the branch has commits by others, so it is left alone', {
      branch: work.options.branch,
      by: foreign,
    })
    return { kind: 'none' }
  }
  if (pull !== undefined) {
    const { number } = pull
    await commentOnce(work, number, 'closed', reason, call)
    // Without its digest it does not count as declined by a person, even if this run ends before it says so.
    const body = removeMarkers(pull.body ?? '')
    const changes = { pull_number: number, state: 'closed', body }
    await work.api.send('PATCH /pulls/{pull_number}', changes, z.unknown(), call)
  }
  if (tip !== undefined && (await work.branches.remove(tip.sha, call)) === 'lost-race') {
    call.logger.warn('the branch has moved meanwhile, so it is left alone', { branch: work.options.branch })
  }
  return pull === undefined
    ? { kind: 'none' }
    : { kind: 'closed', id: String(pull.number), url: pull.html_url }
}

import type { Call, Proposal } from '@tideway/core'
import { z } from 'zod'
import type { BranchState } from './branch-state.ts'
import type { WrittenBranch } from './branch-store.ts'
import type { PlannedTree } from './plan-edits.ts'
import { setCheck } from './pull-checks.ts'
import { uploadTree } from './upload-tree.ts'
import { type ApiPlace, proposalRef } from './workplace.ts'

const createdSchema = z.object({ sha: z.string() })

/**
 * Makes the branch the one commit on the base. The same content on the same base gives the same commit id, unless
 * GitHub signs it.
 * The commit has its check before the branch shows it, so that a run that ends in between leaves none without.
 */
export async function writeBranch(
  work: ApiPlace,
  state: BranchState,
  planned: PlannedTree,
  wanted: Proposal,
  call: Call,
): Promise<WrittenBranch | 'lost-race'> {
  const { api, refs, options } = work
  const tree = await uploadTree(api, state.base.tree, planned.entries, planned.sha, call)
  const signature = { ...options.author, date: state.base.date }
  // GitHub signs only what it may name the author of.
  const signatures = options.signed ? {} : { author: signature, committer: signature }
  const commit = await api.send(
    'POST /git/commits',
    { message: wanted.message, tree, parents: [state.base.sha], ...signatures },
    createdSchema,
    call,
  )
  const refusal = wanted.check && (await setCheck(api, commit.sha, wanted.check, call))
  if (refusal !== undefined) {
    if (refusal.status === undefined || refusal.status >= 500) throw refusal.error
    call.logger.warn('the check of the pull request could not be set', { message: refusal.error.message })
  }
  const moved = await refs.move(proposalRef(work), state.tip?.sha, commit.sha, call)
  return moved === 'moved' ? { commit: commit.sha, isNew: state.tip === undefined } : moved
}

import type { Call, Proposal } from '@tideway/core'
import { z } from 'zod'
import type { BranchState } from './branch-state.ts'
import type { PlannedTree } from './plan-tree.ts'
import { setCheck } from './pull-checks.ts'
import { uploadTree } from './upload-tree.ts'
import { proposalRef, type Workplace } from './workplace.ts'

const createdSchema = z.object({ sha: z.string() })

/** A branch as this run wrote it. */
export interface WrittenBranch {
  readonly commit: string
  /** True where there was no such branch before. */
  readonly isNew: boolean
}

/** True where the proposal's branch is the one commit that is wanted, or holds its content by other commits. */
export function isBranchRight(
  state: BranchState,
  planned: PlannedTree,
  wanted: Proposal,
  author: { readonly email: string },
): boolean {
  const { tip, base } = state
  const last = tip?.commits.at(-1)
  if (tip === undefined || last === undefined || !tip.complete || !tip.upToDate) return false
  if (last.tree !== planned.sha) return false
  // Somebody else's commits, such as an update from the base, may stay where they change nothing.
  if (last.emails.some((email) => email !== author.email)) return true
  const [parent, ...others] = last.parents
  return parent === base.sha && others.length === 0 && last.message.trim() === wanted.message.trim()
}

/**
 * Makes the branch the one commit on the base. The same content on the same base gives the same commit id.
 * The commit has its check before the branch shows it, so that a run that ends in between leaves none without.
 */
export async function writeBranch(
  work: Workplace,
  state: BranchState,
  planned: PlannedTree,
  wanted: Proposal,
  call: Call,
): Promise<WrittenBranch | 'lost-race'> {
  const { api, refs, options } = work
  const tree = await uploadTree(api, state.base.tree, planned.entries, planned.sha, call)
  const signature = { ...options.author, date: state.base.date }
  const commit = await api.send(
    'POST /git/commits',
    { message: wanted.message, tree, parents: [state.base.sha], author: signature, committer: signature },
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

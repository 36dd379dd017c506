import type { Proposal } from '@tideway/core'
import type { BranchState } from './branch-state.ts'
import type { PlannedTree } from './plan-edits.ts'

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
  // Somebody else's commits, such as an update from the base, may stay where they change nothing; so may those that
  // GitHub signed, whose author does not tell by itself whether they are ours.
  if (last.emails.some((email) => email !== author.email)) return true
  const [parent, ...others] = last.parents
  return parent === base.sha && others.length === 0 && last.message.trim() === wanted.message.trim()
}

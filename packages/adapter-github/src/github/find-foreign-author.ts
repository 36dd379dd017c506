import type { Call } from '@tideway/core'
import type { BranchTip } from './branch-state.ts'
import { defaultAuthor } from './github-options.ts'
import { listPulls } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/**
 * Who else has commits on the proposal's branch that would be lost if it were replaced; undefined where nobody
 * has. Commits that a closed pull request still holds are not lost.
 */
export async function findForeignAuthor(
  work: Workplace,
  tip: BranchTip | undefined,
  hasOpenPull: boolean,
  call: Call,
): Promise<string | undefined> {
  if (tip === undefined) return undefined
  const ours = [defaultAuthor.email, work.options.author.email]
  const foreign = tip.commits.find(({ emails }) => emails.some((email) => !ours.includes(email)))
  if (foreign === undefined && tip.complete) return undefined
  if (!hasOpenPull) {
    const closed = await listPulls(work, 'closed', call)
    if (closed.some(({ head }) => head.sha === tip.sha)) return undefined
  }
  return foreign?.by ?? 'somebody'
}

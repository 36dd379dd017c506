import type { Call, ProposalOutcome } from '@tideway/core'
import { listPulls } from './pull-request.ts'
import { retireProposal } from './retire-proposal.ts'
import type { Workplace } from './workplace.ts'

/** Closes the open pull request of a branch that nothing is wanted on any more, and says why. */
export async function closeProposal(work: Workplace, reason: string, call: Call): Promise<ProposalOutcome> {
  // Deleting a branch closes its pull request, so without one there is nothing to take back.
  if (!(await work.branches.exists(call))) return { kind: 'none' }
  const [pull] = await listPulls(work, 'open', call)
  const { tip } = await work.branches.read(true, call)
  return retireProposal(work, pull, tip, reason, call)
}

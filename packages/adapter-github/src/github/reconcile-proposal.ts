import { AdapterError, type Call, type Proposal, type ProposalOutcome } from '@tideway/core'
import { disarmPull, isArmedByUs } from './auto-merge.ts'
import { blockByEdits } from './block-by-edits.ts'
import type { WrittenBranch } from './branch-store.ts'
import { findForeignAuthor } from './find-foreign-author.ts'
import { isBranchRight } from './is-branch-right.ts'
import { keepPull } from './keep-pull.ts'
import { type PlanPlace, planTree } from './plan-tree.ts'
import { readDigest } from './proposal-body.ts'
import { listPulls, type PullRequest } from './pull-request.ts'
import { retireProposal } from './retire-proposal.ts'
import type { Workplace } from './workplace.ts'

const mostTries = 3

/** Makes the one pull request of an environment what is wanted; every step finds out by itself what is left to do. */
export async function reconcileProposal(
  work: Workplace,
  wanted: Proposal,
  call: Call,
): Promise<ProposalOutcome> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const outcome = await tryReconcile(work, wanted, call)
    if (outcome !== 'lost-race') return outcome
  }
  throw new AdapterError({
    kind: 'lost-race',
    endpoint: work.api.endpoint,
    message: `the branch ${work.options.branch} was moved by others ${mostTries} times while it was updated`,
    next: 'run again; if it stays, look for a second job that keeps the same environment',
  })
}

async function tryReconcile(
  work: Workplace,
  wanted: Proposal,
  call: Call,
): Promise<ProposalOutcome | 'lost-race'> {
  const { options, branches } = work
  const [pull] = await listPulls(work, 'open', call)
  const exists = pull !== undefined || (await branches.exists(call))
  const state = await branches.read(exists, call)
  const planned = await planTree(planPlace(work), wanted, state.base, call)
  if (planned.sha === state.base.tree) {
    return retireProposal(work, pull, state.tip, `\`${work.base}\` holds all of this already.`, call)
  }
  if (pull !== undefined && needsPerson(work, pull, wanted)) {
    // Before the branch shows it: what is pushed may be merged at once.
    if ((await disarmPull(work, pull, call)) === 'lost-race') return 'lost-race'
  }
  let written: WrittenBranch | undefined
  const isRight = isBranchRight(state, planned, wanted, options.author)
  if (!isRight) {
    const foreign = wanted.takeOver
      ? undefined
      : await findForeignAuthor(work, state.tip, pull !== undefined, call)
    if (foreign !== undefined) return blockByEdits(work, pull, foreign, call)
    const moved = await branches.write(state, planned, wanted, call)
    if (moved === 'lost-race') return 'lost-race'
    written = moved
  }
  try {
    return await keepPull(work, pull, { wanted, tip: state.tip, written }, call)
  } catch (error) {
    if (written?.isNew === true && isFinal(error)) await takeBack(work, written.commit, call)
    throw error
  }
}

function planPlace({ api, base, branches, options }: Workplace): PlanPlace {
  const { folder, allowWorkflows } = options
  return { branches, endpoint: api.endpoint, base, folder, allowWorkflows }
}

// GitHub has said no to the pull request, so a branch without one is all that there would ever be.
function isFinal(error: unknown): boolean {
  return AdapterError.isInstance(error) && (error.kind === 'forbidden' || error.kind === 'invalid-request')
}

async function takeBack(work: Workplace, commit: string, call: Call): Promise<void> {
  try {
    await work.branches.remove(commit, call)
  } catch (error) {
    if (!AdapterError.isInstance(error)) throw error
    call.logger.warn('the new branch has no pull request and could not be deleted', {
      branch: work.options.branch,
      message: error.message,
    })
  }
}

// What merges itself by tideway's doing and no longer may, or what somebody wanted merged before it was changed.
function needsPerson(work: Workplace, pull: PullRequest, wanted: Proposal): boolean {
  if (pull.auto_merge === null || wanted.autoMerge !== undefined) return false
  return isArmedByUs(work, pull) || readDigest(pull.body, work.options.environment) !== wanted.digest
}

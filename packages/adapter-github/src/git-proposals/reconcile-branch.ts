import { AdapterError, type Call, type Proposal, type ProposalOutcome } from '@tideway/core'
import type { BranchState, BranchTip } from '../github/branch-state.ts'
import type { BranchStore } from '../github/branch-store.ts'
import { defaultAuthor } from '../github/github-options.ts'
import { isBranchRight } from '../github/is-branch-right.ts'
import { planTree } from '../github/plan-tree.ts'
import type { BranchPlace } from './branch-place.ts'
import { findMerged } from './find-merged.ts'
import { addTrailers, readTrailers } from './proposal-trailers.ts'

const mostTries = 3

/** Makes the branch of a proposal what is wanted; every step finds out by itself what is left to do. */
export async function reconcileBranch(
  place: BranchPlace,
  branches: BranchStore,
  wanted: Proposal,
  call: Call,
): Promise<ProposalOutcome> {
  return againWhereMoved(place, () => tryReconcile(place, branches, wanted, call))
}

/** Deletes the branch of a proposal that is not wanted any more. */
export async function closeBranch(
  place: BranchPlace,
  branches: BranchStore,
  call: Call,
): Promise<ProposalOutcome> {
  return againWhereMoved(place, async () => {
    const state = await branches.read(true, call)
    return retire(place, branches, state, call)
  })
}

async function againWhereMoved(
  place: BranchPlace,
  attempt: () => Promise<ProposalOutcome | 'lost-race'>,
): Promise<ProposalOutcome> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const outcome = await attempt()
    if (outcome !== 'lost-race') return outcome
  }
  throw new AdapterError({
    kind: 'lost-race',
    endpoint: place.endpoint,
    message: `the branch ${place.branch} was moved by others ${mostTries} times while it was updated`,
    next: 'run again; if it stays, look for a second job that keeps the same environment',
  })
}

async function tryReconcile(
  place: BranchPlace,
  branches: BranchStore,
  wanted: Proposal,
  call: Call,
): Promise<ProposalOutcome | 'lost-race'> {
  const state = await branches.read(true, call)
  const planned = await planTree({ ...place, branches }, wanted, state.base, call)
  if (planned.sha === state.base.tree) return retire(place, branches, state, call)
  const id = await findOpenId(place, state, call)
  const foreign = findForeign(place, state.tip)
  const named = { id: id ?? nameProposal(state, wanted, call), url: urlOf(place) }
  const message = addTrailers(wanted.message, { id: named.id, digest: wanted.digest, branch: place.branch })
  const proposal = { ...wanted, message }
  if (isBranchRight(state, planned, proposal, place.author)) return { kind: 'unchanged', ...named }
  if (foreign !== undefined && wanted.takeOver !== true) {
    return { kind: 'blocked-by-edits', ...named, by: foreign }
  }
  if ((await branches.write(state, planned, proposal, call)) === 'lost-race') return 'lost-race'
  return { kind: id === undefined ? 'opened' : 'updated', ...named }
}

// A branch that was merged and left behind is another proposal than the one that comes next.
async function findOpenId(
  place: BranchPlace,
  { base, tip }: BranchState,
  call: Call,
): Promise<string | undefined> {
  const id = readTrailers(tip?.commits[0]?.message ?? '')?.id
  if (id === undefined) return undefined
  return (await findMerged(place, base.sha, { id }, call)) === undefined ? id : undefined
}

function nameProposal({ base }: BranchState, wanted: Proposal, call: Call): string {
  return call.sha256(`${base.sha} ${wanted.digest}`).slice(0, 12)
}

function findForeign({ author }: BranchPlace, tip: BranchTip | undefined): string | undefined {
  const ours = [defaultAuthor.email, author.email]
  return tip?.commits.find(({ emails }) => emails.some((email) => !ours.includes(email)))?.by
}

async function retire(
  place: BranchPlace,
  branches: BranchStore,
  state: BranchState,
  call: Call,
): Promise<ProposalOutcome | 'lost-race'> {
  const { tip } = state
  if (tip === undefined) return { kind: 'none' }
  const id = await findOpenId(place, state, call)
  const foreign = findForeign(place, tip)
  if (foreign !== undefined) {
    call.logger.warn('the branch has commits by others, so it is left alone', {
      branch: place.branch,
      by: foreign,
    })
    return { kind: 'none' }
  }
  if ((await branches.remove(tip.sha, call)) === 'lost-race') return 'lost-race'
  return id === undefined ? { kind: 'none' } : { kind: 'closed', id, url: urlOf(place) }
}

function urlOf({ remote, branch }: BranchPlace): string {
  // An address may hold a credential.
  return `${remote.replace(/:\/\/[^/@]*@/, '://')} ${branch}`
}

import type { AutoMerge, Call, MergeMethod } from '@tideway/core'
import { z } from 'zod'
import type { GitHubRefusal } from './github-refusal.ts'
import { pause } from './pause.ts'
import { isArmed, removeArming } from './proposal-body.ts'
import { type PullRequest, pullSchema, readPull } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

/** Makes a pull request merge itself (https://docs.github.com/graphql/reference/mutations#enablepullrequestautomerge). */
export const enableAutoMerge: string =
  'mutation ($input: EnablePullRequestAutoMergeInput!) { enablePullRequestAutoMerge(input: $input) { clientMutationId } }'

/** Takes that back. */
export const disableAutoMerge: string =
  'mutation ($input: DisablePullRequestAutoMergeInput!) { disablePullRequestAutoMerge(input: $input) { clientMutationId } }'

const mostTries = 3

/** The commit that is to be merged, and how. */
export interface WantedMerge {
  readonly method: MergeMethod
  readonly head: string
}

/** How far a pull request has come, and whether this run is the one that made it merge itself. */
export interface ArmedPull {
  readonly autoMerge: AutoMerge
  readonly isNew: boolean
}

/**
 * Makes a pull request merge itself with exactly the commit `head`. GitHub takes that only for what has something left
 * to wait for; what has nothing is merged here. A refusal is a warning: people can merge it still.
 */
export async function armPull(
  work: Workplace,
  pull: PullRequest,
  wanted: WantedMerge,
  call: Call,
): Promise<ArmedPull> {
  const { method, head } = wanted
  const input = { pullRequestId: pull.node_id, mergeMethod: method.toUpperCase(), expectedHeadOid: head }
  for (let attempt = 1; ; attempt += 1) {
    const answer = await work.api.mutate(enableAutoMerge, { input }, call)
    if (answer.kind === 'answered') return { autoMerge: 'waiting', isNew: true }
    if (/in clean status/i.test(answer.said))
      return { autoMerge: await mergeNow(work, pull, wanted, call), isNew: false }
    if (attempt === mostTries || !isPassing(answer))
      return { autoMerge: refuse(pull, answer, call), isNew: false }
    await pause(work.options.settleMs * attempt, work.api.endpoint, call)
  }
}

/**
 * Takes back that a pull request merges itself, before it gets what a person has to look at. Throws where that fails:
 * it would be merged unseen. Answers `lost-race` where it is no longer open.
 */
export async function disarmPull(
  work: Workplace,
  pull: PullRequest,
  call: Call,
): Promise<'disarmed' | 'lost-race'> {
  const answer = await work.api.mutate(disableAutoMerge, { input: { pullRequestId: pull.node_id } }, call)
  if (answer.kind === 'answered') return 'disarmed'
  const now = await readPull(work, pull.number, call)
  if (now?.state !== 'open') return 'lost-race'
  if (now.auto_merge === null) return 'disarmed'
  throw answer.error
}

/**
 * Takes back that a pull request merges itself, where that is tideway's doing; it stays as it is otherwise, and may be
 * made to merge itself again. Does nothing for any other.
 */
export async function stopAutoMerge(work: Workplace, pull: PullRequest, call: Call): Promise<void> {
  if (!isArmedByUs(work, pull)) return
  if ((await disarmPull(work, pull, call)) === 'lost-race') return
  const changes = { pull_number: pull.number, body: removeArming(pull.body ?? '') }
  await work.api.send('PATCH /pulls/{pull_number}', changes, z.unknown(), call)
}

/** True where a pull request merges itself, by tideway's doing. */
export function isArmedByUs(work: Workplace, pull: PullRequest): boolean {
  return pull.auto_merge !== null && isArmed(pull.body, work.options.environment)
}

async function mergeNow(
  work: Workplace,
  pull: PullRequest,
  { method, head }: WantedMerge,
  call: Call,
): Promise<AutoMerge> {
  const merge = { pull_number: pull.number, merge_method: method, sha: head }
  const answer = await work.api.attempt('PUT /pulls/{pull_number}/merge', merge, z.unknown(), call)
  if (answer.kind === 'answered') return 'merged'
  // The answer may have been lost, or a repetition refused.
  const now = await work.api.attempt(
    'GET /pulls/{pull_number}',
    { pull_number: pull.number },
    pullSchema,
    call,
  )
  const isMerged = now.kind === 'answered' && now.data.merged_at !== null && now.data.head.sha === head
  return isMerged ? 'merged' : refuse(pull, answer, call)
}

// A new pull request is not found at once by its id, and what was just pushed may not be its head yet.
function isPassing({ said, error }: GitHubRefusal): boolean {
  return error.kind === 'not-found' || /was modified|in unknown status/i.test(said)
}

const waysOut: readonly (readonly [RegExp, string])[] = [
  [
    /not allowed for this repository/i,
    'allow auto-merge in the repository’s Settings > General > Pull Requests',
  ],
  [/unstable status/i, 'require the checks that it has to wait for, in a rule of the base branch'],
  [/not configured/i, 'add a rule for the base branch that requires a check or a review'],
  [/draft/i, 'mark it as ready for review'],
  [
    /not authorized|not accessible|may not/i,
    'give the token contents: write and pull-requests: write, and let its account merge to the base branch',
  ],
]

function findWayOut({ status, unknownOperation, said, error }: GitHubRefusal): string {
  // An older GitHub Enterprise Server.
  if (status === 404 || unknownOperation) return 'merge it by hand: this server does not merge by itself'
  const known = waysOut.find(([pattern]) => pattern.test(said) || pattern.test(error.message))
  return known?.[1] ?? 'merge it by hand, or let the next run try again'
}

function refuse(pull: PullRequest, refusal: GitHubRefusal, call: Call): AutoMerge {
  const { error } = refusal
  const next = findWayOut(refusal)
  call.logger.warn(`the pull request could not be made to merge itself; ${next}`, {
    url: pull.html_url,
    message: error.message,
  })
  return 'refused'
}

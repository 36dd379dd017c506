import { AdapterError, type Call } from '@tideway/core'
import { pause } from './pause.ts'
import { listPulls, type PullRequest, pullSchema } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

const mostTries = 3

/**
 * Opens the pull request of the proposal's branch. Where the answer is lost, or one exists already, the one that
 * is there is found instead; `opened` is false for one that somebody else had opened.
 */
export async function openPull(
  work: Workplace,
  text: { readonly title: string; readonly body: string },
  call: Call,
): Promise<{ readonly pull: PullRequest; readonly opened: boolean }> {
  const wanted = { ...text, head: work.options.branch, base: work.base }
  let ambiguous = false
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const answer = await work.api.attempt('POST /pulls', wanted, pullSchema, call)
    if (answer.kind === 'answered') {
      warnOfSilence(answer.data, call)
      return { pull: answer.data, opened: true }
    }
    const exists = answer.status === 422 && /already exists/i.test(answer.said)
    const isLost = answer.status === undefined || answer.status >= 500
    if (!exists && !isLost) throw answer.error
    ambiguous ||= isLost
    const pull = await findListed(work, exists, call)
    if (pull !== undefined) return { pull, opened: ambiguous && isSame(pull, text) }
    if (isLost && attempt === mostTries) throw answer.error
  }
  throw new AdapterError({
    kind: 'unavailable',
    endpoint: work.api.endpoint,
    message: `a pull request for ${work.options.branch} exists, but GitHub does not list it yet`,
    next: 'run again in a minute',
  })
}

// A new pull request may be missing from the list for a moment.
async function findListed(work: Workplace, exists: boolean, call: Call): Promise<PullRequest | undefined> {
  for (let look = 0; look < (exists ? mostTries : 1); look += 1) {
    await pause(work.options.settleMs * look, work.api.endpoint, call)
    const [pull] = await listPulls(work, 'open', call)
    if (pull !== undefined) return pull
  }
  return undefined
}

function isSame(pull: PullRequest, text: { readonly title: string; readonly body: string }): boolean {
  return pull.title === text.title && pull.body === text.body
}

// https://docs.github.com/actions/security-for-github-actions/security-guides/automatic-token-authentication
function warnOfSilence(pull: PullRequest, call: Call): void {
  if (pull.user?.login !== 'github-actions[bot]') return
  call.logger.warn(
    'a pull request opened with the GITHUB_TOKEN of a workflow starts no workflows; use a token of a GitHub App',
    { url: pull.html_url },
  )
}

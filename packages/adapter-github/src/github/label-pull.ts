import type { Call } from '@tideway/core'
import { z } from 'zod'
import { pause } from './pause.ts'
import type { PullRequest } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

const mostTries = 3

/** Adds the labels that are missing; GitHub makes those it does not know. They are decoration: failing only warns. */
export async function labelPull(
  work: Workplace,
  pull: PullRequest,
  wanted: readonly string[],
  call: Call,
): Promise<void> {
  const present = new Set(pull.labels.map(({ name }) => name.toLowerCase()))
  const labels = wanted.filter((name) => !present.has(name.toLowerCase()))
  if (labels.length === 0) return
  const route = 'POST /issues/{issue_number}/labels'
  for (let attempt = 1; ; attempt += 1) {
    const answer = await work.api.attempt(route, { issue_number: pull.number, labels }, z.unknown(), call)
    if (answer.kind === 'answered') return
    // A new pull request cannot be labelled at once: 422 "Could not resolve to a node".
    if (answer.status !== 422 || attempt === mostTries) {
      const { message } = answer.error
      call.logger.warn('the pull request could not be labelled', { url: pull.html_url, labels, message })
      return
    }
    await pause(work.options.settleMs * attempt, work.api.endpoint, call)
  }
}

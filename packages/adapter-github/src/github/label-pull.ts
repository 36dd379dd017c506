import type { Call } from '@tideway/core'
import { z } from 'zod'
import { pause } from './pause.ts'
import type { PullRequest } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

const mostTries = 3

/** The wanted labels that a pull request lacks. */
export function missingLabels(pull: PullRequest, wanted: readonly string[]): readonly string[] {
  const present = new Set(pull.labels.map(({ name }) => name.toLowerCase()))
  return wanted.filter((name) => !present.has(name.toLowerCase()))
}

/** Adds the labels that are missing; GitHub makes those it does not know. They are decoration: failing only warns. */
export async function labelPull(
  work: Workplace,
  pull: PullRequest,
  wanted: readonly string[],
  call: Call,
): Promise<void> {
  const labels = missingLabels(pull, wanted)
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

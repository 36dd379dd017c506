import type { Call, ReviewCheck } from '@tideway/core'
import { z } from 'zod'
import type { GitHubApi } from './github-api.ts'
import type { GitHubRefusal } from './github-refusal.ts'

// https://docs.github.com/rest/commits/statuses: a longer description is refused.
const longestSummary = 140

const statusesSchema = z.object({
  statuses: z.array(z.object({ context: z.string(), state: z.string(), description: z.string().nullish() })),
})

/** A check as it stands on a commit. */
export interface PresentCheck {
  readonly name: string
  readonly state: string
  readonly summary: string
}

/** The newest status of every context on a commit. */
export async function readChecks(api: GitHubApi, sha: string, call: Call): Promise<readonly PresentCheck[]> {
  const query = { ref: sha, per_page: 100 }
  const { statuses } = await api.send('GET /commits/{ref}/status', query, statusesSchema, call)
  return statuses.map(({ context, state, description }) => ({
    name: context,
    state,
    summary: description ?? '',
  }))
}

/** Sets a commit status; answers the refusal where GitHub does not take it. */
export async function setCheck(
  api: GitHubApi,
  sha: string,
  check: ReviewCheck,
  call: Call,
): Promise<GitHubRefusal | undefined> {
  const status = { sha, context: check.name, state: check.state, description: shortenSummary(check.summary) }
  const answer = await api.attempt('POST /statuses/{sha}', status, z.unknown(), call)
  return answer.kind === 'refused' ? answer : undefined
}

/** A summary as GitHub takes it. */
export function shortenSummary(summary: string): string {
  const characters = [...summary.replaceAll(/\s+/g, ' ')]
  return characters.length <= longestSummary
    ? characters.join('')
    : `${characters.slice(0, longestSummary - 1).join('')}…`
}

import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { GitHubApi } from './github-api.ts'
import type { Workplace } from './workplace.ts'

const tipSchema = z.object({
  ref: z.string(),
  sha: z.string(),
  // Null where the repository was deleted.
  repo: z.object({ full_name: z.string() }).nullable(),
})

/** The fields of a pull request that are used. */
export const pullSchema: z.ZodType<PullRequest> = z.object({
  number: z.number(),
  node_id: z.string(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullable(),
  labels: z.array(z.object({ name: z.string() })),
  head: tipSchema,
  base: z.object({ ref: z.string() }),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
  user: z.object({ login: z.string() }).nullable(),
  // An older GitHub Enterprise Server has no such thing.
  auto_merge: z
    .object({ merge_method: z.string() })
    .nullish()
    .transform((request) => request ?? null),
  requested_reviewers: z.array(z.object({ login: z.string() })).default([]),
  requested_teams: z.array(z.object({ slug: z.string() })).default([]),
})

/** A pull request as GitHub's REST API shows it. */
export interface PullRequest {
  readonly number: number
  /** Its GraphQL id. */
  readonly node_id: string
  readonly html_url: string
  readonly state: 'open' | 'closed'
  readonly title: string
  readonly body: string | null
  readonly labels: readonly { readonly name: string }[]
  readonly head: {
    readonly ref: string
    readonly sha: string
    readonly repo: { readonly full_name: string } | null
  }
  readonly base: { readonly ref: string }
  readonly merged_at: string | null
  readonly merge_commit_sha: string | null
  readonly user: { readonly login: string } | null
  /** Null where it does not merge itself. */
  readonly auto_merge: { readonly merge_method: string } | null
  /** Who is asked for a review and has not reviewed yet. */
  readonly requested_reviewers: readonly { readonly login: string }[]
  readonly requested_teams: readonly { readonly slug: string }[]
}

/** How many pull requests a page holds: GitHub's most. */
export const pullsPerPage = 100

/** A pull request by its number; undefined where there is none. */
export async function readPull(
  { api }: Pick<Workplace, 'api'>,
  number: number,
  call: Call,
): Promise<PullRequest | undefined> {
  return api.find('GET /pulls/{pull_number}', { pull_number: number }, pullSchema, call)
}

/** A pull request by what names it as a proposal; undefined where that is no number, or there is none. */
export async function findPull(
  work: Pick<Workplace, 'api'>,
  id: string,
  call: Call,
): Promise<PullRequest | undefined> {
  return /^[1-9]\d*$/.test(id) ? readPull(work, Number(id), call) : undefined
}

/** One page of the pull requests of the proposal's branch, newest first. */
export async function listPulls(
  work: Workplace,
  state: 'open' | 'closed' | 'all',
  call: Call,
  page = 1,
): Promise<readonly PullRequest[]> {
  const { api, options, base } = work
  const query = { state, base, head: `${api.owner}:${options.branch}`, per_page: pullsPerPage, page }
  const pulls = await api.send('GET /pulls', query, z.array(pullSchema), call)
  return pulls.filter((pull) => pull.head.ref === options.branch && isOfRepository(pull, api))
}

/** True where the branch of a pull request is in the repository itself: a fork can have one of that name too. */
export function isOfRepository({ head }: PullRequest, { owner, repo }: GitHubApi): boolean {
  return head.repo?.full_name.toLowerCase() === `${owner}/${repo}`.toLowerCase()
}

import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { GitHubApi } from './github-api.ts'

/** A comment in a pull request's conversation. */
export interface PullComment {
  readonly id: number
  readonly html_url: string
  readonly body: string
}

/** The form of one comment. */
export const commentSchema: z.ZodType<PullComment> = z.object({
  id: z.number(),
  html_url: z.string(),
  body: z
    .string()
    .nullish()
    .transform((body) => body ?? ''),
})

const pageSize = 100
// What is not found in a conversation longer than this is said again rather than looked for without end.
const mostPages = 10

/** The comments that end with a marker, oldest first. */
export async function findComments(
  api: GitHubApi,
  number: number,
  marker: string,
  call: Call,
): Promise<readonly PullComment[]> {
  const found: PullComment[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { issue_number: number, per_page: pageSize, page }
    const route = 'GET /issues/{issue_number}/comments'
    const comments = await api.send(route, query, z.array(commentSchema), call)
    found.push(...comments.filter(({ body }) => body.trimEnd().endsWith(marker)))
    if (comments.length < pageSize) break
  }
  return found
}

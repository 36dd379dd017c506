import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { Workplace } from './workplace.ts'

const commentsSchema = z.array(z.object({ body: z.string().nullish() }))
const pageSize = 100
// A conversation longer than this gets the comment again rather than being read without end.
const mostPages = 10

/** Comments on a pull request, unless a comment of this kind is there already. */
export async function commentOnce(
  work: Workplace,
  number: number,
  kind: string,
  text: string,
  call: Call,
): Promise<void> {
  const marker = `<!-- tideway:comment=${kind};env=${work.options.environment} -->`
  const route = '/issues/{issue_number}/comments'
  const at = { issue_number: number }
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { ...at, per_page: pageSize, page }
    const comments = await work.api.send(`GET ${route}`, query, commentsSchema, call)
    if (comments.some(({ body }) => body?.includes(marker))) return
    if (comments.length < pageSize) break
  }
  await work.api.send(`POST ${route}`, { ...at, body: `${text}\n\n${marker}` }, z.unknown(), call)
}

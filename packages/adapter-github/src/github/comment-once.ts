import type { Call } from '@tideway/core'
import { z } from 'zod'
import { findComments } from './find-comments.ts'
import type { Workplace } from './workplace.ts'

/** Comments on a pull request, unless a comment of this kind is there already. */
export async function commentOnce(
  work: Workplace,
  number: number,
  kind: string,
  text: string,
  call: Call,
): Promise<void> {
  const marker = `<!-- tideway:comment=${kind};env=${work.options.environment} -->`
  if ((await findComments(work.api, number, marker, call)).length > 0) return
  const comment = { issue_number: number, body: `${text}\n\n${marker}` }
  await work.api.send('POST /issues/{issue_number}/comments', comment, z.unknown(), call)
}

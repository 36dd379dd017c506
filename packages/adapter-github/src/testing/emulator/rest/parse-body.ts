import { z } from 'zod'
import { GitHubError } from '../github-error.ts'

/** Reads a JSON body: 400 where it is no JSON, 422 where it does not fit. */
export const parseBody = <T>(bytes: Uint8Array, schema: z.ZodType<T>): T => {
  let value: unknown = {}
  try {
    if (bytes.length > 0) value = JSON.parse(Buffer.from(bytes).toString())
  } catch {
    throw new GitHubError(400, 'Problems parsing JSON')
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new GitHubError(422, `Invalid request.\n\n${z.prettifyError(result.error)}`)
}

import { AdapterError, type Call, type CommitId, type MergedProposal } from '@tideway/core'
import { z } from 'zod'
import { isEnvironmentBranch } from '../git/group-branches.ts'
import { readApiCommit } from './api-commits.ts'
import { readDigest } from './proposal-body.ts'
import { isOfRepository, pullSchema, pullsPerPage } from './pull-request.ts'
import type { Workplace } from './workplace.ts'

const mergedSchema = z.intersection(pullSchema, z.object({ updated_at: z.string() }))
const mostPages = 100
// Whoever makes a commit names its time, and clocks differ.
const margin = 24 * 60 * 60 * 1000

/** The environment's pull requests, those of its groups too, that were merged after a commit was made. */
export async function listMerged(
  work: Workplace,
  since: CommitId,
  call: Call,
): Promise<readonly MergedProposal[]> {
  const from = await readTime(work, since, call)
  const { api, base, options } = work
  const query = { state: 'closed', base, sort: 'updated', direction: 'desc', per_page: pullsPerPage }
  const found: MergedProposal[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const pulls = await api.send('GET /pulls', { ...query, page }, z.array(mergedSchema), call)
    for (const pull of pulls) {
      const { number, head, body, merged_at, merge_commit_sha } = pull
      if (!isEnvironmentBranch(options.branch, head.ref) || !isOfRepository(pull, api)) continue
      if (merged_at === null || merge_commit_sha === null) continue
      const digest = readDigest(body, options.environment)
      found.push({ id: String(number), commit: merge_commit_sha, digest })
    }
    const oldest = pulls.at(-1)
    if (pulls.length < pullsPerPage || oldest === undefined || Date.parse(oldest.updated_at) < from)
      return found
  }
  throw new AdapterError({
    kind: 'limit-exceeded',
    endpoint: api.endpoint,
    message: `more than ${mostPages * pullsPerPage} pull requests were closed since commit ${since.slice(0, 12)}`,
    next: 'nobody can tell which of them the archive does not know: start afresh with `tideway adopt`',
  })
}

// A commit that GitHub does not have was published from a clone: then all pull requests are looked at.
async function readTime(work: Workplace, commit: CommitId, call: Call): Promise<number> {
  try {
    return Date.parse((await readApiCommit(work.api, commit, call)).at) - margin
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.kind !== 'not-found') throw error
    return 0
  }
}

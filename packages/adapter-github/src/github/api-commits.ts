import { AdapterError, type Call, type Commit, type CommitRelation, type Commits } from '@tideway/core'
import { z } from 'zod'
import { checkAborted } from '../git/check-aborted.ts'
import type { GitHubApi } from './github-api.ts'

const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string() }).nullable(),
    committer: z.object({ date: z.string() }).nullable(),
  }),
})

const comparisonSchema = z.object({ status: z.enum(['identical', 'ahead', 'behind', 'diverged']) })

const relations = {
  identical: 'same',
  ahead: 'descends',
  behind: 'precedes',
  diverged: 'diverged',
} as const satisfies Record<string, CommitRelation>

/** The commit that a name stands for; throws an `AdapterError` where there is none. */
export async function readApiCommit(api: GitHubApi, name: string, call: Call): Promise<Commit> {
  const answer = await api.attempt('GET /commits/{ref}', { ref: name, per_page: 1 }, commitSchema, call)
  if (answer.kind === 'refused') {
    // GitHub answers 422 "No commit found for SHA" for a name that it does not know.
    if (answer.status !== 404 && answer.status !== 422) throw answer.error
    throw new AdapterError({
      kind: 'not-found',
      endpoint: api.endpoint,
      message: `${name} names no commit of the repository`,
      next: 'push it, or pass the name of a branch, a tag or a commit',
    })
  }
  const { sha: id, commit } = answer.data
  const [subject = ''] = commit.message.split('\n')
  // Git cannot store a commit without a date; GitHub leaves it out where it cannot be read.
  const at = commit.committer?.date ?? '1970-01-01T00:00:00Z'
  return { id, subject, author: commit.author?.name ?? '', at }
}

/** The history of a repository, as GitHub compares its commits. */
export function createApiCommits(api: GitHubApi, head: Commit): Commits {
  return {
    head: async (call) => {
      checkAborted(call, api.endpoint)
      return head
    },
    relation: async (commit, other, call) => {
      const query = { basehead: `${other}...${commit}`, per_page: 1 }
      const comparison = await api.find('GET /compare/{basehead}', query, comparisonSchema, call)
      return comparison === undefined ? 'unknown' : relations[comparison.status]
    },
  }
}

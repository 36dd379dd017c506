import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import type { BranchCommit, BranchState, BranchTip } from './branch-state.ts'
import { type ApiPlace, proposalRef } from './workplace.ts'

const signature = z.object({ name: z.string(), email: z.string(), date: z.string() })
const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    author: signature.nullable(),
    committer: signature.nullable(),
    message: z.string(),
    tree: z.object({ sha: z.string() }),
  }),
  author: z.object({ login: z.string().optional() }).nullish(),
  parents: z.array(z.object({ sha: z.string() })),
})

const comparisonSchema = z.object({
  base_commit: commitSchema,
  merge_base_commit: commitSchema,
  behind_by: z.number(),
  total_commits: z.number(),
  commits: z.array(commitSchema),
})

type Commit = z.infer<typeof commitSchema>
type Comparison = z.infer<typeof comparisonSchema>

/** Reads both branches, in one request where both exist; `exists` says whether the proposal's branch does. */
export async function readBranch(work: ApiPlace, exists: boolean, call: Call): Promise<BranchState> {
  const { api, options, base } = work
  if (!exists) return { base: await readBase(work, call), tip: undefined }
  const basehead = `${base}...${options.branch}`
  const query = { basehead, per_page: 100 }
  const comparison = await api.find('GET /compare/{basehead}', query, comparisonSchema, call)
  if (comparison !== undefined) {
    return { base: toBase(comparison.base_commit), tip: await findTip(work, comparison, call) }
  }
  // Gone since it was listed, or without a commit in common.
  const sha = await work.refs.read(proposalRef(work), call)
  const tip = sha === undefined ? undefined : { sha, commits: [], complete: false, upToDate: false }
  return { base: await readBase(work, call), tip }
}

async function findTip(work: ApiPlace, comparison: Comparison, call: Call): Promise<BranchTip | undefined> {
  const commits = comparison.commits.map(toBranchCommit)
  const complete = commits.length === comparison.total_commits
  const last = commits.at(-1)?.sha ?? comparison.merge_base_commit.sha
  const sha = complete ? last : await work.refs.read(proposalRef(work), call)
  return sha === undefined ? undefined : { sha, commits, complete, upToDate: comparison.behind_by === 0 }
}

async function readBase(work: ApiPlace, call: Call): Promise<BranchState['base']> {
  const { api, base } = work
  const route = 'GET /commits/{ref}'
  const answer = await api.attempt(route, { ref: `heads/${base}`, per_page: 1 }, commitSchema, call)
  if (answer.kind === 'answered') return toBase(answer.data)
  // GitHub answers 422 "No commit found for SHA" for a branch that does not exist.
  if (answer.status !== 404 && answer.status !== 422) throw answer.error
  throw new AdapterError({
    kind: 'not-found',
    endpoint: api.endpoint,
    message: `the repository has no branch ${base}`,
    next: 'set `base` to the branch that pull requests are for',
  })
}

function toBase(commit: Commit): BranchState['base'] {
  const { committer, author, tree } = commit.commit
  // Git cannot store a commit without a date; GitHub leaves it out where it cannot be read.
  const date = committer?.date ?? author?.date ?? '1970-01-01T00:00:00Z'
  return { sha: commit.sha, tree: tree.sha, date }
}

function toBranchCommit({ sha, commit, author, parents }: Commit): BranchCommit {
  return {
    sha,
    tree: commit.tree.sha,
    message: commit.message,
    parents: parents.map((parent) => parent.sha),
    emails: [commit.author?.email ?? '', commit.committer?.email ?? ''],
    login: author?.login,
    by: author?.login ?? commit.author?.name ?? 'somebody',
  }
}

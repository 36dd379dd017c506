import { z } from 'zod'
import type { Answer } from '../answer.ts'
import { compareCommits } from '../git/compare-commits.ts'
import { readRef } from '../git/refs.ts'
import { keepPullHead } from '../repository/keep-pull-head.ts'
import type { Pull } from '../repository/repository-state.ts'
import { takeId } from '../repository/take-id.ts'
import { validationFailed } from '../validation-failed.ts'
import { checkBody } from './check-body.ts'
import { apiUrl } from './links.ts'
import { renderPullInFull } from './render-pull.ts'
import type { Call } from './route.ts'

const pullSchema = z.strictObject({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullable().optional(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().optional(),
})

const refuse = (message: string) => validationFailed({ resource: 'PullRequest', code: 'custom', message })

/** Opens a pull request; throws a 422 for a branch that is missing, has nothing new, or has one already. */
export const createPull = async (call: Call): Promise<Answer> => {
  const { git, owner, store, world, hidden } = call.repository
  const wanted = call.body(pullSchema)
  checkBody(call, wanted.body)
  const headRef = wanted.head.startsWith(`${owner}:`) ? wanted.head.slice(owner.length + 1) : wanted.head
  const head = (await readRef(git, `refs/heads/${headRef}`))?.oid
  const base = (await readRef(git, `refs/heads/${wanted.base}`))?.oid
  if (head === undefined) throw validationFailed({ resource: 'PullRequest', field: 'head', code: 'invalid' })
  if (base === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' })
  const twin = store
    .get()
    .pulls.find((pull) => pull.state === 'open' && pull.headRef === headRef && pull.baseRef === wanted.base)
  if (twin !== undefined) throw refuse(`A pull request already exists for ${owner}:${headRef}.`)
  const comparison = await compareCommits(git, base, head)
  if (comparison.mergeBase === undefined) {
    throw refuse(`The ${headRef} branch has no history in common with ${wanted.base}`)
  }
  if (comparison.commits.length === 0) throw refuse(`No commits between ${wanted.base} and ${headRef}`)

  const now = world.now()
  const pull: Pull = {
    number: store.get().nextNumber,
    id: takeId(call.repository),
    title: wanted.title,
    body: wanted.body ?? null,
    draft: wanted.draft,
    state: 'open',
    author: call.account?.login ?? 'ghost',
    headRef,
    headSha: head,
    baseRef: wanted.base,
    baseSha: base,
    seenBase: base,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    labels: [],
    reviewers: [],
    teamReviewers: [],
    autoMerge: null,
    reviewEvents: [],
  }
  store.change((state) => ({ ...state, nextNumber: pull.number + 1, pulls: [...state.pulls, pull] }))
  await keepPullHead(call.repository, pull.number, head)
  hidden.set(`list ${pull.number}`, world.lag.listReads)
  hidden.set(`label ${pull.number}`, world.lag.labelTries)
  hidden.set(`node ${pull.number}`, world.lag.nodeTries)
  const location = `${apiUrl(call)}/pulls/${pull.number}`
  return { status: 201, body: await renderPullInFull(call, pull), headers: { location } }
}

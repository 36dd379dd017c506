import { z } from 'zod'
import { resolveRevision } from '../git/refs.ts'
import { GitHubError } from '../github-error.ts'
import { latestStatuses } from '../repository/merge-state.ts'
import type { CommitStatus } from '../repository/repository-state.ts'
import { takeId } from '../repository/take-id.ts'
import { apiUrl } from './links.ts'
import { answerPage, linkPages, takePage } from './paginate.ts'
import { renderUser } from './render-user.ts'
import type { Call, Route } from './route.ts'

const statusSchema = z.strictObject({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  description: z.string().max(140).nullable().default(null),
  target_url: z.string().nullable().default(null),
})

const renderStatus = (call: Call, status: CommitStatus) => ({
  id: status.id,
  node_id: `SC_${status.id}`,
  url: `${apiUrl(call)}/statuses/${status.sha}`,
  state: status.state,
  context: status.context,
  description: status.description,
  target_url: status.targetUrl,
  creator: renderUser(call.repository.world, status.creator),
  created_at: status.createdAt,
  updated_at: status.createdAt,
})

const resolveCommit = async (call: Call, revision: string) => {
  const oid = await resolveRevision(call.repository.git, revision)
  if (oid === undefined) throw new GitHubError(422, `No commit found for SHA: ${revision}`)
  return oid
}

const newestFirst = (call: Call, sha: string) =>
  call.repository.store
    .get()
    .statuses.filter((status) => status.sha === sha)
    .toReversed()

const combine = (statuses: readonly CommitStatus[]) => {
  if (statuses.some((status) => status.state === 'error' || status.state === 'failure')) return 'failure'
  return statuses.length === 0 || statuses.some((status) => status.state === 'pending')
    ? 'pending'
    : 'success'
}

/** Statuses of commits. */
export const statusRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/statuses/:sha',
    handle: async (call) => {
      const { store, world } = call.repository
      const wanted = call.body(statusSchema)
      const status: CommitStatus = {
        id: takeId(call.repository),
        sha: await resolveCommit(call, call.parameter('sha')),
        state: wanted.state,
        context: wanted.context,
        description: wanted.description,
        targetUrl: wanted.target_url,
        creator: call.account?.login ?? 'ghost',
        createdAt: world.now(),
      }
      store.change((state) => ({ ...state, statuses: [...state.statuses, status] }))
      return { status: 201, body: renderStatus(call, status) }
    },
  },
  {
    method: 'GET',
    path: '/commits/:ref/statuses',
    handle: async (call) => {
      const sha = await resolveCommit(call, call.parameter('ref'))
      return answerPage(call, newestFirst(call, sha), (status) => renderStatus(call, status))
    },
  },
  {
    method: 'GET',
    path: '/commits/:ref/status',
    handle: async (call) => {
      const sha = await resolveCommit(call, call.parameter('ref'))
      const latest = latestStatuses(call.repository, sha)
      return {
        status: 200,
        body: {
          sha,
          state: combine(latest),
          total_count: latest.length,
          // The combined form does not say who set them.
          statuses: takePage(call, latest).map((status) => {
            const { creator: _, ...rest } = renderStatus(call, status)
            return rest
          }),
          url: `${apiUrl(call)}/commits/${sha}/status`,
        },
        headers: linkPages(call, latest.length),
      }
    },
  },
]

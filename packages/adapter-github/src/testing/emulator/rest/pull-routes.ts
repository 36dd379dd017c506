import { z } from 'zod'
import { readCommit } from '../git/commit.ts'
import { compareCommits } from '../git/compare-commits.ts'
import { readRef } from '../git/refs.ts'
import { GitHubError } from '../github-error.ts'
import { changePull } from '../repository/change-pull.ts'
import { mergePull } from '../repository/merge-pull.ts'
import { setPullState } from '../repository/set-pull-state.ts'
import { validationFailed } from '../validation-failed.ts'
import { checkBody } from './check-body.ts'
import { createPull } from './create-pull.ts'
import { findPull } from './find-pull.ts'
import { listPulls } from './list-pulls.ts'
import { answerPage } from './paginate.ts'
import { renderCommit, renderFile } from './render-commit.ts'
import { renderPullInFull } from './render-pull.ts'
import type { Call, Route } from './route.ts'

const updateSchema = z.strictObject({
  title: z.string().min(1).optional(),
  body: z.string().nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
  maintainer_can_modify: z.boolean().optional(),
})

const mergeSchema = z.strictObject({
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  sha: z.string().optional(),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
})

const changeBase = async (call: Call, baseRef: string) => {
  const base = await readRef(call.repository.git, `refs/heads/${baseRef}`)
  if (base === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' })
  changePull(call.repository, findPull(call).number, { baseRef, baseSha: base.oid, seenBase: base.oid })
}

/** Pull requests. */
export const pullRoutes: readonly Route[] = [
  { method: 'GET', path: '/pulls', query: ['state', 'head', 'base', 'sort', 'direction'], handle: listPulls },
  { method: 'POST', path: '/pulls', handle: createPull },
  {
    method: 'GET',
    path: '/pulls/:number',
    handle: async (call) => ({ status: 200, body: await renderPullInFull(call, findPull(call)) }),
  },
  {
    method: 'PATCH',
    path: '/pulls/:number',
    handle: async (call) => {
      const wanted = call.body(updateSchema)
      const pull = findPull(call)
      checkBody(call, wanted.body)
      if (wanted.base !== undefined && wanted.base !== pull.baseRef) await changeBase(call, wanted.base)
      if (wanted.state !== undefined) await setPullState(call.repository, findPull(call), wanted.state)
      changePull(call.repository, pull.number, {
        title: wanted.title ?? pull.title,
        body: wanted.body === undefined ? pull.body : wanted.body,
      })
      return { status: 200, body: await renderPullInFull(call, findPull(call)) }
    },
  },
  {
    method: 'GET',
    path: '/pulls/:number/files',
    handle: async (call) => {
      const pull = findPull(call)
      const { files } = await compareCommits(call.repository.git, pull.baseSha, pull.headSha)
      return answerPage(call, files, (file) => renderFile(call, pull.headSha, file))
    },
  },
  {
    method: 'GET',
    path: '/pulls/:number/commits',
    handle: async (call) => {
      const { git } = call.repository
      const pull = findPull(call)
      const { commits } = await compareCommits(git, pull.baseSha, pull.headSha)
      return answerPage(call, commits, async (oid) => {
        const commit = await readCommit(git, oid)
        if (commit === undefined) throw new GitHubError(500, 'Server Error')
        return renderCommit(call, commit)
      })
    },
  },
  {
    method: 'GET',
    path: '/pulls/:number/merge',
    handle: async (call) => {
      if (findPull(call).mergedAt === null) throw new GitHubError(404, 'Not Found')
      return { status: 204 }
    },
  },
  {
    method: 'PUT',
    path: '/pulls/:number/merge',
    handle: async (call) => {
      const wanted = call.body(mergeSchema)
      const { account, repository } = call
      const sha = await mergePull(repository, findPull(call).number, {
        method: wanted.merge_method,
        by: account ?? repository.world.account('ghost'),
        sha: wanted.sha,
        title: wanted.commit_title,
        message: wanted.commit_message,
      })
      return { status: 200, body: { sha, merged: true, message: 'Pull Request successfully merged' } }
    },
  },
]

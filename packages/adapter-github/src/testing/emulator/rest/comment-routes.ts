import { z } from 'zod'
import { GitHubError } from '../github-error.ts'
import type { Comment } from '../repository/repository-state.ts'
import { takeId } from '../repository/take-id.ts'
import { checkBody } from './check-body.ts'
import { findPull } from './find-pull.ts'
import { apiUrl, pageUrl } from './links.ts'
import { answerPage } from './paginate.ts'
import { renderUser } from './render-user.ts'
import type { Call, Route } from './route.ts'

const bodySchema = z.strictObject({ body: z.string().min(1) })

const renderComment = (call: Call, comment: Comment) => ({
  id: comment.id,
  node_id: `IC_${comment.id}`,
  url: `${apiUrl(call)}/issues/comments/${comment.id}`,
  html_url: `${pageUrl(call)}/pull/${comment.number}#issuecomment-${comment.id}`,
  issue_url: `${apiUrl(call)}/issues/${comment.number}`,
  user: renderUser(call.repository.world, comment.author),
  body: comment.body,
  created_at: comment.createdAt,
  updated_at: comment.updatedAt,
})

const findComment = (call: Call) => {
  const id = call.number('id')
  const comment = call.repository.store.get().comments.find((one) => one.id === id)
  if (comment === undefined) throw new GitHubError(404, 'Not Found')
  return comment
}

/** Comments in a pull request's conversation, which GitHub keeps with its issues. */
export const commentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/issues/:number/comments',
    handle: (call) => {
      const { number } = findPull(call)
      const comments = call.repository.store.get().comments.filter((comment) => comment.number === number)
      return answerPage(call, comments, (comment) => renderComment(call, comment))
    },
  },
  {
    method: 'POST',
    path: '/issues/:number/comments',
    handle: async (call) => {
      const { store, world } = call.repository
      const { body } = call.body(bodySchema)
      const { number } = findPull(call)
      checkBody(call, body)
      const now = world.now()
      const author = call.account?.login ?? 'ghost'
      const comment = { id: takeId(call.repository), number, author, body, createdAt: now, updatedAt: now }
      store.change((state) => ({ ...state, comments: [...state.comments, comment] }))
      return { status: 201, body: renderComment(call, comment) }
    },
  },
  {
    method: 'GET',
    path: '/issues/comments/:id',
    handle: async (call) => ({ status: 200, body: renderComment(call, findComment(call)) }),
  },
  {
    method: 'PATCH',
    path: '/issues/comments/:id',
    handle: async (call) => {
      const { store, world } = call.repository
      const { body } = call.body(bodySchema)
      checkBody(call, body)
      const changed = { ...findComment(call), body, updatedAt: world.now() }
      store.change((state) => ({
        ...state,
        comments: state.comments.map((comment) => (comment.id === changed.id ? changed : comment)),
      }))
      return { status: 200, body: renderComment(call, changed) }
    },
  },
  {
    method: 'DELETE',
    path: '/issues/comments/:id',
    handle: async (call) => {
      const { id } = findComment(call)
      call.repository.store.change((state) => ({
        ...state,
        comments: state.comments.filter((comment) => comment.id !== id),
      }))
      return { status: 204 }
    },
  },
]

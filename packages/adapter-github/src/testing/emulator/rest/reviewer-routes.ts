import { z } from 'zod'
import { GitHubError } from '../github-error.ts'
import { changeReviewers } from '../repository/change-reviewers.ts'
import { findPull } from './find-pull.ts'
import { answerPage } from './paginate.ts'
import { renderPull } from './render-pull.ts'
import { renderUser } from './render-user.ts'
import type { Route } from './route.ts'

const reviewersSchema = z.strictObject({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
})

// GitHub takes names in any case.
const lower = (name: string) => name.toLowerCase()

/** Whom a pull request asks for a review; people are those that have a token, teams any name. */
export const reviewerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/pulls/:number/requested_reviewers',
    handle: async (call) => {
      const pull = findPull(call)
      const users = pull.reviewers.map((login) => renderUser(call.repository.world, login))
      const teams = pull.teamReviewers.map((slug) => ({ slug, name: slug }))
      return { status: 200, body: { users, teams } }
    },
  },
  {
    method: 'POST',
    path: '/pulls/:number/requested_reviewers',
    handle: async (call) => {
      const { world, fullName } = call.repository
      const wanted = call.body(reviewersSchema)
      const pull = findPull(call)
      const asked = { people: wanted.reviewers.map(lower), teams: wanted.team_reviewers.map(lower) }
      if (asked.people.includes(lower(pull.author))) {
        throw new GitHubError(422, 'Review cannot be requested from pull request author.')
      }
      const known = new Set(world.accounts.map((account) => lower(account.login)))
      if (asked.people.some((login) => !known.has(login))) {
        const who = 'One or more of the users or teams you specified is not a collaborator'
        throw new GitHubError(
          422,
          `Reviews may only be requested from collaborators. ${who} of the ${fullName} repository.`,
        )
      }
      changeReviewers(call.repository, pull, 'review_requested', asked, call.account?.login ?? 'ghost')
      return { status: 201, body: renderPull(call, findPull(call)) }
    },
  },
  {
    method: 'DELETE',
    path: '/pulls/:number/requested_reviewers',
    handle: async (call) => {
      const { reviewers, team_reviewers } = call.body(reviewersSchema)
      const named = { people: reviewers.map(lower), teams: team_reviewers.map(lower) }
      const by = call.account?.login ?? 'ghost'
      changeReviewers(call.repository, findPull(call), 'review_request_removed', named, by)
      return { status: 200, body: renderPull(call, findPull(call)) }
    },
  },
  {
    method: 'GET',
    path: '/issues/:number/timeline',
    handle: (call) => {
      const { world } = call.repository
      return answerPage(call, findPull(call).reviewEvents, ({ event, who, isTeam, by, at }) => {
        const actor = renderUser(world, by)
        if (event === 'reviewed') return { event, user: actor, state: 'commented', submitted_at: at }
        const asked = isTeam
          ? { requested_team: { slug: who, name: who } }
          : { requested_reviewer: renderUser(world, who) }
        return { event, actor, review_requester: actor, created_at: at, ...asked }
      })
    },
  },
]

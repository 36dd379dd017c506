import { z } from 'zod'
import { GitHubError } from '../github-error.ts'
import { changePull } from '../repository/change-pull.ts'
import { findPull } from './find-pull.ts'
import { renderPull } from './render-pull.ts'
import { renderUser } from './render-user.ts'
import type { Route } from './route.ts'

const reviewersSchema = z.strictObject({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
})

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
      if (wanted.reviewers.includes(pull.author)) {
        throw new GitHubError(422, 'Review cannot be requested from pull request author.')
      }
      const known = new Set(world.accounts.map((account) => account.login))
      if (wanted.reviewers.some((login) => !known.has(login))) {
        const who = 'One or more of the users or teams you specified is not a collaborator'
        throw new GitHubError(
          422,
          `Reviews may only be requested from collaborators. ${who} of the ${fullName} repository.`,
        )
      }
      changePull(call.repository, pull.number, {
        reviewers: [...new Set([...pull.reviewers, ...wanted.reviewers])],
        teamReviewers: [...new Set([...pull.teamReviewers, ...wanted.team_reviewers])],
      })
      return { status: 201, body: renderPull(call, findPull(call)) }
    },
  },
]

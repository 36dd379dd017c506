import type { World } from '../world.ts'
import type { Route } from './route.ts'

/** Answers `GET /api/info`, which takes no token unless the options say so. */
export function answerInfo(world: World): Response {
  return Response.json({ Version: world.options.serverVersion })
}

/** The route of `GET /api/me`, the only one that tells an email: one's own, as Username. */
export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/me',
    query: [],
    answer: ({ world, account }) =>
      Response.json({
        UserID: account.userId,
        Username: account.email,
        DisplayName: account.email,
        OrganizationID: world.organizationId,
      }),
  },
]

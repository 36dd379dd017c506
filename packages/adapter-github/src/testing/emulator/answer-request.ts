import { authenticate } from './authorize.ts'
import { GitHubError } from './github-error.ts'
import { answerGraphQL } from './graphql/answer-graphql.ts'
import type { Incoming } from './incoming.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { renderResponse } from './render-response.ts'
import type { EmulatedRepository } from './repository/emulated-repository.ts'
import { answerApp } from './rest/answer-app.ts'
import { answerRest } from './rest/answer-rest.ts'
import { answerGit, matchGitRequest } from './smart-http/answer-git.ts'
import { tagResponse } from './tag-response.ts'
import type { Account, World } from './world.ts'

const enterprisePrefix = '/api/v3'

const renderError = (error: GitHubError) =>
  renderResponse({
    status: error.status,
    headers: error.headers,
    body: {
      message: error.message,
      ...(error.errors === undefined ? {} : { errors: error.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(error.status),
    },
  })

const toError = (error: unknown): GitHubError => {
  if (error instanceof GitHubError) return error
  if (error instanceof URIError) return new GitHubError(400, 'Bad Request')
  return new GitHubError(
    500,
    `The emulator failed: ${error instanceof Error ? error.message : String(error)}`,
  )
}

/** Answers a request without faults: as Git's smart HTTP, as GraphQL, or as REST. */
export const answerRequest = async (
  incoming: Incoming,
  world: World,
  limiter: RateLimiter,
  repositories: ReadonlyMap<string, EmulatedRepository>,
): Promise<Response> => {
  const { pathname, origin } = incoming.url
  const gitRequest = matchGitRequest(incoming.url)
  if (gitRequest !== undefined)
    return renderResponse(await answerGit(incoming, gitRequest, world, repositories))

  const isGraphQL = pathname === '/graphql' || pathname === '/api/graphql'
  const enterprise = pathname.startsWith(`${enterprisePrefix}/`)
  const root = enterprise ? `${origin}${enterprisePrefix}` : origin
  const path = enterprise ? pathname.slice(enterprisePrefix.length) : pathname
  let account: Account | undefined
  let response: Response
  try {
    const asApp = answerApp(incoming, path, world)
    if (asApp === undefined) {
      account = authenticate(world, incoming.headers.get('authorization'))
      limiter.check(account)
    }
    const answer =
      asApp ??
      (isGraphQL
        ? await answerGraphQL(incoming, world, account, repositories)
        : await answerRest(incoming, root, path, world, account, repositories))
    response = await tagResponse(incoming, renderResponse(answer))
  } catch (error) {
    response = renderError(toError(error))
  }
  const counted = limiter.count(account, isGraphQL ? 'graphql' : 'core', response.status)
  for (const [name, value] of Object.entries(counted)) response.headers.set(name, value)
  response.headers.set('x-github-media-type', 'github.v3; format=json')
  return response
}

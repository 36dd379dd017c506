import type { Answer } from '../answer.ts'
import { maySee, requireWrite } from '../authorize.ts'
import { resolveRevision } from '../git/refs.ts'
import { GitHubError } from '../github-error.ts'
import type { Incoming } from '../incoming.ts'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import { requireUnarchived } from '../repository/repository-rules.ts'
import { settleRepository } from '../repository/settle-repository.ts'
import type { Account, World } from '../world.ts'
import { matchPath } from './match-path.ts'
import { parseBody } from './parse-body.ts'
import { renderUser } from './render-user.ts'
import type { Call, Route } from './route.ts'
import { routes } from './routes.ts'

// 400, since no client reads it as "absent", and none retries it.
const refuseUnmodelled = (what: string): GitHubError =>
  new GitHubError(400, `The emulator does not model ${what}`)

const findRoute = (method: string, path: string) => {
  for (const route of routes) {
    const parameters = route.method === method ? matchPath(route.path, path) : undefined
    if (parameters !== undefined) return { route, parameters }
  }
  throw refuseUnmodelled(`${method} /repos/{owner}/{repo}${path}`)
}

const requireModelledQuery = (route: Route, query: URLSearchParams) => {
  const known = ['page', 'per_page', ...(route.query ?? [])]
  const unknown = [...query.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw refuseUnmodelled(`the query parameter ${unknown} of ${route.method} ${route.path}`)
}

// A repository without any commit has no Git data that could be read or written.
const requireContent = async ({ git }: EmulatedRepository, path: string) => {
  if (!/^\/(git|commits|compare)\b/.test(path) || (await resolveRevision(git, 'HEAD')) !== undefined) return
  const refs = await git.run(['for-each-ref', '--count=1'])
  if (refs === '') throw new GitHubError(409, 'Git Repository is empty.')
}

const createCall = (
  incoming: Incoming,
  root: string,
  repository: EmulatedRepository,
  account: Account | undefined,
  parameters: ReadonlyMap<string, string>,
): Call => ({
  repository,
  account,
  root,
  url: incoming.url,
  query: incoming.url.searchParams,
  accept: incoming.headers.get('accept') ?? '',
  parameter: (name) => parameters.get(name) ?? '',
  number: (name) => {
    const text = parameters.get(name) ?? ''
    if (!/^[1-9]\d*$/.test(text)) throw new GitHubError(404, 'Not Found')
    return Number(text)
  },
  body: (schema) => parseBody(incoming.bytes, schema),
})

const answerUser = (world: World, account: Account | undefined): Answer => {
  if (account === undefined) throw new GitHubError(401, 'Requires authentication')
  const { name, email } = account
  return { status: 200, body: { ...renderUser(world, account.login), name, email } }
}

/** Answers a REST request; `path` is the part below `root`. Throws a GitHubError where GitHub refuses. */
export const answerRest = async (
  incoming: Incoming,
  root: string,
  path: string,
  world: World,
  account: Account | undefined,
  repositories: ReadonlyMap<string, EmulatedRepository>,
): Promise<Answer> => {
  const method = incoming.method === 'HEAD' ? 'GET' : incoming.method
  if (method === 'GET' && path === '/user') return answerUser(world, account)
  const [, name, rest = ''] = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(path) ?? []
  if (name === undefined) throw refuseUnmodelled(`${method} ${path}`)
  const repository = repositories.get(name)
  if (repository === undefined || !maySee(world, account, name)) throw new GitHubError(404, 'Not Found')
  const { route, parameters } = findRoute(method, rest)
  requireModelledQuery(route, incoming.url.searchParams)
  await requireContent(repository, rest)
  const call = createCall(incoming, root, repository, account, parameters)
  if (method === 'GET') {
    await repository.exclusive(() => settleRepository(repository))
    return route.handle(call)
  }
  requireWrite(world, account)
  requireUnarchived(repository)
  return repository.exclusive(async () => {
    await settleRepository(repository)
    const answer = await route.handle(call)
    await settleRepository(repository)
    return answer
  })
}

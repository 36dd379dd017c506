import type { AccessTokens } from './access-tokens.ts'
import { pageParameters } from './list-rows.ts'
import { logInWorker } from './log-in-worker.ts'
import { notModelled } from './not-modelled.ts'
import { Refusal } from './refusal.ts'
import { applyRoutes } from './routes/apply-routes.ts'
import { bulkDataRoutes } from './routes/bulk-data-routes.ts'
import { changeSetRoutes } from './routes/change-set-routes.ts'
import { accountRoutes, answerInfo } from './routes/info-routes.ts'
import { matchRoute } from './routes/match-route.ts'
import { readJson } from './routes/read-json.ts'
import { releaseRoutes } from './routes/release-routes.ts'
import { revisionRoutes } from './routes/revision-routes.ts'
import { spaceRoutes } from './routes/space-routes.ts'
import { unitDataRoutes } from './routes/unit-data-routes.ts'
import { unitMetadataRoutes } from './routes/unit-metadata-routes.ts'
import { unitRoutes } from './routes/unit-routes.ts'
import type { World } from './world.ts'

/** A request whose body has been read. */
export interface ReadRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Uint8Array
}

const common = [
  ...accountRoutes,
  ...changeSetRoutes,
  ...spaceRoutes,
  ...unitRoutes,
  ...unitMetadataRoutes,
  ...revisionRoutes,
]
const routes = {
  bytes: [...common, ...unitDataRoutes, ...bulkDataRoutes, ...releaseRoutes],
  document: [...common, ...applyRoutes],
}

/** Answers a request in one step, errors in the server's shapes. A trigger that throws is a 500. */
export function answerRequest(world: World, tokens: AccessTokens, request: ReadRequest): Response {
  const inApi = request.path.startsWith('/api/')
  try {
    if (inApi) return answerApi(world, tokens, request)
    if (request.method === 'POST' && request.path === '/auth/worker') {
      return logInWorker(world, tokens, readJson(request.headers, request.body, ['application/json']))
    }
    throw notModelled(`${request.method} ${request.path}`)
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500
    const message = error instanceof Error ? error.message : String(error)
    return Response.json(inApi ? { Code: `${status}`, Message: message } : { message }, { status })
  }
}

function answerApi(world: World, tokens: AccessTokens, request: ReadRequest): Response {
  const { method, query, headers, body } = request
  const path = request.path.slice('/api'.length)
  const isInfo = method === 'GET' && path === '/info'
  if (isInfo && !world.options.infoRequiresToken) return answerInfo(world)
  const account = tokens.check(headers.get('authorization'))
  if (isInfo) return answerInfo(world)
  const matched = matchRoute(routes[world.options.generation], method, path)
  if (!matched) throw notModelled(`${method} ${request.path}`)
  if (method !== 'GET' && account.access === 'view')
    throw new Refusal(403, 'Forbidden: Edit permission needed.')
  const { route, parameters } = matched
  const absent = world.options.generation === 'document' ? pageParameters : []
  const known = route.query.filter((name) => !absent.includes(name))
  const unknown = [...query.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined) throw notModelled(`the parameter ${unknown} of ${method} ${route.path}`)
  const author = { userId: account.userId, userAgent: headers.get('user-agent') ?? '' }
  return route.answer({ world, account, author, parameters, query, headers, body })
}

import { AdapterError, type AdapterErrorKind, type Call } from '@tideway/core'
import { z } from 'zod'

/** A request that GitHub did not fulfil. */
export interface GitHubRefusal {
  readonly kind: 'refused'
  /** The HTTP status; undefined where no answer came, so that the request may have had its effect. */
  readonly status: number | undefined
  /** GitHub's own words. */
  readonly said: string
  /** True for an operation that the server's GraphQL API does not have. */
  readonly unknownOperation: boolean
  readonly error: AdapterError
}

const headersSchema = z.record(z.string(), z.union([z.string(), z.number()]).optional())

// Octokit reports a failed connection as status 500 too; only a real answer has a `response`.
const errorSchema = z.object({
  name: z.string().optional(),
  status: z.number().optional(),
  message: z.string().default(''),
  headers: headersSchema.optional(),
  response: z.object({ headers: headersSchema.optional() }).optional(),
  // That of a GraphQL request has no address.
  request: z.object({ url: z.string().optional() }).optional(),
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).optional(),
})

type Problem = z.infer<typeof errorSchema>

interface Reading {
  readonly kind: AdapterErrorKind
  readonly message: string
  readonly next: string
}

/** Reads what Octokit threw; neither the token nor the body of the request gets into the error. */
export function readRefusal(thrown: unknown, route: string, endpoint: string, call: Call): GitHubRefusal {
  const parsed = errorSchema.safeParse(thrown)
  const problem: Problem = parsed.success ? parsed.data : { message: String(thrown) }
  const isGraphQL = problem.errors !== undefined
  const headers = problem.response?.headers ?? problem.headers ?? {}
  const status = isGraphQL ? 200 : problem.response === undefined ? undefined : problem.status
  const said = isGraphQL
    ? (problem.errors ?? []).map(({ message }) => message).join('; ')
    : problem.message.replace(/ - https:\/\/docs\.github\.com\S*$/, '')
  const header = (name: string) => (headers[name] === undefined ? undefined : String(headers[name]))
  const retryAfterMs = readRetryAfter(header, call)
  const types = (problem.errors ?? []).flatMap(({ type }) => type ?? [])
  const limited =
    types.includes('RATE_LIMITED') ||
    ((status === 403 || status === 429) &&
      (/rate limit/i.test(said) || header('x-ratelimit-remaining') === '0' || status === 429))
  const signIn = limited ? undefined : readInstallation(status, said, problem)
  const reading = limited
    ? rateLimited(retryAfterMs)
    : isGraphQL
      ? readGraphQL(types, said)
      : (signIn ?? readStatus(status, said, route, header))
  return {
    kind: 'refused',
    // What was asked for was not sent; it is not known to be absent.
    status: signIn === undefined ? status : 401,
    said,
    unknownOperation: isGraphQL && types.length === 0 && /updateRefs|doesn't exist on type/i.test(said),
    error: new AdapterError({
      ...reading,
      endpoint,
      requestId: header('x-github-request-id'),
      retryAfterMs: limited ? retryAfterMs : undefined,
    }),
  }
}

type Header = (name: string) => string | undefined

function readRetryAfter(header: Header, call: Call): number | undefined {
  const seconds = Number(header('retry-after'))
  if (seconds > 0) return seconds * 1000
  const reset = Number(header('x-ratelimit-reset'))
  return header('x-ratelimit-remaining') === '0' && reset > 0
    ? Math.max(0, reset * 1000 - call.now())
    : undefined
}

function rateLimited(retryAfterMs: number | undefined): Reading {
  // GitHub asks for a minute where it names no time.
  const seconds = Math.ceil((retryAfterMs ?? 60_000) / 1000)
  return {
    kind: 'rate-limited',
    message: 'GitHub’s rate limit is used up',
    next: `run again in ${seconds} s`,
  }
}

function readGraphQL(types: readonly string[], said: string): Reading {
  if (types.includes('FORBIDDEN') || /not accessible by/i.test(said)) {
    return missingPermission(said, 'contents: write')
  }
  return {
    kind: types.includes('NOT_FOUND') ? 'not-found' : 'invalid-request',
    message: `GitHub refused: ${said}`,
    next: 'correct what GitHub complains about, and run again',
  }
}

// A GitHub App asks for a token of its installation before it asks for anything else.
function readInstallation(
  status: number | undefined,
  said: string,
  { request }: Problem,
): Reading | undefined {
  const [, installation] = /\/app\/installations\/(\d+)\/access_tokens$/.exec(request?.url ?? '') ?? []
  if (installation === undefined || status === undefined || status >= 500) return undefined
  return {
    kind: status === 401 ? 'unauthorized' : status === 404 ? 'not-found' : 'forbidden',
    message: `GitHub gives the GitHub App no token for its installation ${installation}: ${said}`,
    next:
      {
        401: 'check that the id and the private key are of the same app',
        404: 'correct the number of the installation, or leave it out: it is found by the repository',
      }[status] ?? 'check in the settings of the account or organization that it is not suspended',
  }
}

function readStatus(status: number | undefined, said: string, route: string, header: Header): Reading {
  const [method = ''] = route.split(' ')
  const isWrite = method !== 'GET'
  const needed = header('x-accepted-github-permissions') ?? permissionFor(route)
  if (status === undefined) {
    return {
      kind: 'unavailable',
      message: `GitHub could not be reached: ${said}`,
      next: 'run again; if it stays, check the address and the network',
    }
  }
  if (status === 401) {
    return {
      kind: 'unauthorized',
      message: `GitHub refused the token: ${said}`,
      next: 'set or renew the token',
    }
  }
  if (/archived/i.test(said) && status === 403) {
    return {
      kind: 'forbidden',
      message: 'the repository is archived, so it can only be read',
      next: 'unarchive it in its settings, or configure another repository',
    }
  }
  if (/GitHub Actions is not permitted to create/i.test(said)) {
    return {
      kind: 'forbidden',
      message: said,
      next: 'allow it in Settings > Actions > General > Workflow permissions, or use a token of a GitHub App',
    }
  }
  if (status === 403) return missingPermission(said, needed)
  // GitHub hides from a token what it may not write to.
  if (status === 404 && isWrite) return missingPermission(`${method} answered ${said}`, needed)
  if (status === 404) {
    return {
      kind: 'not-found',
      message: `GitHub does not have what was asked for: ${route}`,
      next: 'check the names, and that the token sees the repository',
    }
  }
  if (/repository is empty/i.test(said)) {
    return {
      kind: 'not-found',
      message: 'the repository is empty',
      next: 'push a first commit to its default branch',
    }
  }
  if (status >= 500) {
    return {
      kind: 'unavailable',
      message: `GitHub failed with status ${status}`,
      next: 'run again; if it stays, see https://www.githubstatus.com',
    }
  }
  return {
    kind: 'invalid-request',
    message: `GitHub refused ${route} with status ${status}: ${said.slice(0, 500)}`,
    next: 'correct what GitHub complains about, and run again',
  }
}

function missingPermission(said: string, needed: string): Reading {
  return {
    kind: 'forbidden',
    message: `the token may not do this: ${said}`,
    next: `give it the permission ${needed} on this repository`,
  }
}

function permissionFor(route: string): string {
  const mode = route.startsWith('GET ') ? 'read' : 'write'
  if (/\/status(es)?\b/.test(route)) return `statuses: ${mode}`
  return /\/(pulls|issues)\b/.test(route) ? `pull-requests: ${mode}` : `contents: ${mode}`
}

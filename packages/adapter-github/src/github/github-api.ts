import { AdapterError, type Call, emulatorHeader } from '@tideway/core'
import { z } from 'zod'
import { abortedError } from '../git/check-aborted.ts'
import { refuseReadOnly } from '../git/refuse-read-only.ts'
import type { GitHubClient } from './github-options.ts'
import { type GitHubRefusal, readRefusal } from './github-refusal.ts'
import { createVersionStore } from './version-store.ts'

/** What a request brought: an answer in the expected form, or a refusal. */
export type GitHubAnswer<T> = { readonly kind: 'answered'; readonly data: T } | GitHubRefusal

/** Values for a route's placeholders, query or body. */
export type GitHubParameters = Readonly<Record<string, unknown>>

/** Requests to one repository. Routes are Octokit's, below `/repos/{owner}/{repo}`; answers are checked by schema. */
export interface GitHubApi {
  /** The endpoint's name, for errors. */
  readonly endpoint: string
  readonly owner: string
  readonly repo: string
  /** Sends a request and tells a refusal as a value; throws where the call was aborted, or may not write. */
  attempt<T>(
    route: string,
    parameters: GitHubParameters,
    schema: z.ZodType<T>,
    call: Call,
  ): Promise<GitHubAnswer<T>>
  /** Sends a request; throws an `AdapterError` where it is refused. */
  send<T>(route: string, parameters: GitHubParameters, schema: z.ZodType<T>, call: Call): Promise<T>
  /** Reads what may not be there: undefined for 404. */
  find<T>(
    route: string,
    parameters: GitHubParameters,
    schema: z.ZodType<T>,
    call: Call,
  ): Promise<T | undefined>
  /** Sends a GraphQL query. */
  ask<T>(
    query: string,
    variables: GitHubParameters,
    schema: z.ZodType<T>,
    call: Call,
  ): Promise<GitHubAnswer<T>>
  /** Sends a GraphQL mutation. */
  mutate(query: string, variables: GitHubParameters, call: Call): Promise<GitHubAnswer<unknown>>
  /** How many requests were made so far, repetitions by the client not counted. */
  count(): RequestCount
}

/** Requests by what they cost: GitHub does not count a read that it answers with 304. */
export interface RequestCount {
  readonly reads: number
  readonly unchanged: number
  readonly writes: number
}

const graphQLRoute = 'POST /graphql'
// https://docs.github.com/rest/about-the-rest-api/api-versions
const headers = { 'x-github-api-version': '2022-11-28' }

/** Makes the requests of one repository through an Octokit. */
export function openGitHubApi(
  octokit: GitHubClient,
  place: { readonly owner: string; readonly repo: string; readonly endpoint: string },
): GitHubApi {
  const { owner, repo, endpoint } = place
  const versions = createVersionStore()
  const counted = { reads: 0, unchanged: 0, writes: 0 }

  const perform = async (route: string, isRead: boolean, call: Call, request: () => Promise<unknown>) => {
    if (!isRead) refuseReadOnly(call, endpoint)
    counted[isRead ? 'reads' : 'writes'] += 1
    try {
      return { kind: 'answered' as const, data: await untilAborted(request, endpoint, call.signal) }
    } catch (thrown) {
      if (AdapterError.isInstance(thrown)) throw thrown
      if (call.signal.aborted) throw abortedError(endpoint)
      return readRefusal(thrown, route, endpoint, call)
    }
  }

  const attempt: GitHubApi['attempt'] = async (route, parameters, schema, call) => {
    const [method = '', path = ''] = route.split(' ')
    const key = JSON.stringify([path, parameters])
    // A blob never changes, and whoever reads it keeps it.
    const isKept = method === 'GET' && !path.startsWith('/git/blobs')
    const known = isKept ? versions.find(key) : undefined
    const answer = await perform(route, method === 'GET', call, async () => {
      const sent = octokit.request(`${method} /repos/{owner}/{repo}${path}`, {
        owner,
        repo,
        headers: known === undefined ? headers : { ...headers, 'if-none-match': known.etag },
        request: { signal: call.signal, ...(isRepeatable(method, path) ? {} : { retries: 0 }) },
        ...parameters,
      })
      try {
        const response = await sent
        const { etag, [emulatorHeader]: emulated } = response.headers
        if (emulated !== undefined) call.onProgress({ kind: 'emulator', endpoint })
        if (isKept && etag !== undefined) versions.keep(key, { etag, data: response.data })
        return response.data
      } catch (error) {
        if (known === undefined || !isNotModified(error)) throw error
        counted.unchanged += 1
        return known.data
      }
    })
    return parse(answer, route, schema)
  }

  const parse = <T>(answer: GitHubAnswer<unknown>, route: string, schema: z.ZodType<T>): GitHubAnswer<T> => {
    if (answer.kind === 'refused') return answer
    const parsed = schema.safeParse(answer.data)
    if (!parsed.success) throw unreadable(route, endpoint, parsed.error)
    return { kind: 'answered', data: parsed.data }
  }

  const sendGraphQL = (query: string, isRead: boolean, variables: GitHubParameters, call: Call) =>
    perform(graphQLRoute, isRead, call, () =>
      octokit.graphql(query, { ...variables, request: { signal: call.signal } }),
    )

  return {
    endpoint,
    owner,
    repo,
    attempt,
    send: async (route, parameters, schema, call) => {
      const answer = await attempt(route, parameters, schema, call)
      if (answer.kind === 'refused') throw answer.error
      return answer.data
    },
    find: async (route, parameters, schema, call) => {
      const answer = await attempt(route, parameters, schema, call)
      if (answer.kind === 'answered') return answer.data
      if (answer.status === 404) return undefined
      throw answer.error
    },
    ask: async (query, variables, schema, call) =>
      parse(await sendGraphQL(query, true, variables, call), graphQLRoute, schema),
    mutate: (query, variables, call) => sendGraphQL(query, false, variables, call),
    count: () => ({ ...counted }),
  }
}

// Octokit throws for a 304 (RFC 9110, 15.4.5).
function isNotModified(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 304
}

// What these make is looked for before they are sent again; everything else has its effect once.
function isRepeatable(method: string, path: string): boolean {
  return method !== 'POST' || !/\/(pulls|comments)$/.test(path)
}

// A client that waits for its turn does not look at the signal; what it sends later is refused by fetch.
async function untilAborted<T>(work: () => Promise<T>, endpoint: string, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw abortedError(endpoint)
  let abort = () => {}
  const end = new Promise<never>((_, reject) => {
    abort = () => reject(abortedError(endpoint))
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([work(), end])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function unreadable(route: string, endpoint: string, error: z.ZodError): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint,
    message: `the answer to ${route} has an unexpected form: ${z.prettifyError(error).replaceAll('\n', ' ').slice(0, 300)}`,
    next: 'check the base URL, a proxy in between, and the version of GitHub Enterprise Server',
  })
}

import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { Client } from '../http/create-client.ts'
import { parseAnswer } from '../http/parse-answer.ts'
import { invalidAnswer } from '../http/parse-value.ts'
import type { RemoteRequest } from '../http/remote-request.ts'

/** The header that names the next page (sdk, core/constants/http.go). */
const continueHeader = 'ConfigHub-Continue'
const mostPages = 100_000
const form = z.array(z.unknown())

/** A page of a list, and which request brought it. */
export interface ListPage {
  readonly elements: readonly unknown[]
  readonly requestId: string | undefined
}

/**
 * Reads a list page by page. Only the absence of the continue header ends it: a page may be short or empty.
 * Throws an `AdapterError`, also for a server that sends the same page over and over.
 */
export async function* listPages(
  client: Client,
  request: RemoteRequest,
  endpoint: string,
  call: Call,
): AsyncGenerator<ListPage> {
  const seen = new Set<string>()
  let token: string | undefined
  do {
    const answer = await client.request({ ...request, query: { ...request.query, continue: token } }, call)
    const { requestId } = answer
    yield { elements: parseAnswer(answer, form, { purpose: request.purpose, endpoint }), requestId }
    token = answer.headers.get(continueHeader) ?? undefined
    if (token !== undefined && (seen.has(token) || seen.size === mostPages)) {
      const why = `says that the list goes on although it does not (page ${seen.size + 1})`
      throw invalidAnswer(why, { purpose: request.purpose, endpoint, requestId: answer.requestId })
    }
    if (token !== undefined) seen.add(token)
  } while (token !== undefined)
}

import { setTimeout as wait } from 'node:timers/promises'
import { renderResponse } from '../render-response.ts'
import type { Fault } from './fault.ts'

const secondaryLimit =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ' +
  'If you reach out to GitHub Support for help, please include the request ID.'

const retryAfter = (seconds: number | undefined): Readonly<Record<string, string>> =>
  seconds === undefined ? {} : { 'retry-after': String(seconds) }

const refuse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
  renderResponse({ status, headers, body: { message, documentation_url: 'https://docs.github.com/rest' } })

const truncate = async (response: Response, limit: number | undefined) => {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const most = limit ?? Math.floor(bytes.length / 2)
  let sent = false
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent) {
        controller.error(new Error('the connection was cut by a fault rule'))
        return
      }
      sent = true
      controller.enqueue(bytes.subarray(0, Math.max(1, most)))
    },
  })
  const headers = new Headers(response.headers)
  headers.set('content-length', String(bytes.length))
  return new Response(body, { status: response.status, headers })
}

const replaceAnswer = (fault: Fault): Response | undefined => {
  switch (fault.kind) {
    case 'cut-before':
      return Response.error()
    case 'status':
      if (fault.when === 'after') return undefined
      return refuse(fault.status, fault.message ?? 'Server Error', fault.headers)
    case 'html':
      return new Response('<html><body><h1>The service is not available</h1></body></html>\n', {
        status: fault.status ?? 502,
        headers: { 'content-type': 'text/html' },
      })
    case 'secondary-limit':
      return refuse(403, secondaryLimit, retryAfter(fault.retryAfter))
    case 'too-many-requests':
      return refuse(429, secondaryLimit, retryAfter(fault.retryAfter))
    case 'graphql-rate-limit':
      return renderResponse({
        status: 200,
        body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 1.' }] },
        headers: { 'x-ratelimit-remaining': '0' },
      })
    default:
      return undefined
  }
}

const spoilAnswer = async (fault: Fault, response: Response): Promise<Response> => {
  if (fault.kind === 'cut-after') return Response.error()
  if (fault.kind === 'truncate') return truncate(response, fault.bytes)
  if (fault.kind === 'status') return refuse(fault.status, fault.message ?? 'Server Error', fault.headers)
  return response
}

/** Answers a request under faults: delays and other events first, then what replaces or spoils the answer. */
export const applyFaults = async (
  faults: readonly Fault[],
  answer: () => Promise<Response>,
): Promise<Response> => {
  for (const fault of faults) {
    if (fault.kind === 'latency') await wait(fault.milliseconds)
    if (fault.kind === 'meanwhile') await fault.act()
  }
  for (const fault of faults) {
    const replaced = replaceAnswer(fault)
    if (replaced !== undefined) return replaced
  }
  let response = await answer()
  for (const fault of faults) response = await spoilAnswer(fault, response)
  return response
}

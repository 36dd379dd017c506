import type { JsonObject } from '@tideway/core'
import type { Handle } from './connect-handle.ts'

/** An answer, read whole. */
export interface JsonAnswer {
  readonly status: number
  /** The member `text` alone where the answer is no JSON. */
  readonly body: JsonObject
}

/** How a request goes out. */
export interface JsonRequest {
  readonly body?: unknown
  /** Default: `application/json`. */
  readonly type?: string
  /** Default: whatever the handle does without one. */
  readonly token?: string
}

/** Sends JSON and reads JSON. */
export type SendJson = (method: string, path: string, content?: JsonRequest) => Promise<JsonAnswer>

/** Creates a client on a handle; it accepts any status. */
export function createJsonClient(handle: Handle): SendJson {
  return async (method, path, { body, type = 'application/json', token } = {}) => {
    const headers = new Headers({ accept: 'application/json', 'content-type': type })
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await handle(new Request(`https://127.0.0.1${path}`, { method, headers, ...payload }))
    const text = await response.text()
    // A path that nobody serves is answered in plain text.
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return { status: response.status, body: isJson ? JSON.parse(text) : { text } }
  }
}

/** The body of an answer that is no refusal; throws for one. */
export function expectDone({ status, body }: JsonAnswer): JsonObject {
  if (status > 299) throw new Error(`the server answered ${status}: ${JSON.stringify(body)}`)
  return body
}

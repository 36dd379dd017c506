import type { JsonObject } from './json.ts'

/** An answer of the emulator, read whole. */
export interface Answer {
  readonly status: number
  readonly body: JsonObject
}

/** Sends one request over HTTP as the tests need it: JSON in and out. */
export async function send(
  url: string,
  method: string,
  path: string,
  content: {
    readonly type?: string
    readonly body?: unknown
    readonly headers?: Record<string, string>
  } = {},
): Promise<Answer> {
  const { type = 'application/json', body, headers = {} } = content
  const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': type, ...headers },
    ...payload,
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

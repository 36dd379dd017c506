import type { JsonObject } from './json.ts'

/** An answer of the emulator, read whole; with the member `text` alone where it is no JSON. */
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
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return { status: response.status, body: isJson ? JSON.parse(text) : { text } }
}

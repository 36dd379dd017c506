import { Agent, request } from 'node:https'
import type { ApiServerAccess } from './start-api-server.ts'

/** Answers a request; an API server and an emulator of one look alike through it. */
export type Handle = (request: Request) => Promise<Response>

/** The way to an API server as a handle: the address in a request is not looked at, its path is. */
export interface ConnectedHandle {
  readonly handle: Handle
  /** Ends all its connections. */
  close(): void
}

/** Connects a handle to an API server; requests without a credential go out as the administrator's. */
export function connectHandle(access: ApiServerAccess): ConnectedHandle {
  const agent = new Agent({ ca: access.certificateAuthority, keepAlive: true })
  return {
    handle: async (wanted) => {
      const { pathname, search } = new URL(wanted.url)
      const headers = new Headers(wanted.headers)
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${access.adminToken}`)
      const body = Buffer.from(await wanted.arrayBuffer())
      // Without it Node sends the body of a DELETE so that it looks like a request of its own.
      headers.set('content-length', String(body.length))
      return new Promise((resolve, reject) => {
        const { method, signal } = wanted
        const options = { method, headers: Object.fromEntries(headers), agent, signal }
        request(`${access.url}${pathname}${search}`, options, (answer) => {
          const type = answer.headers['content-type'] ?? ''
          resolve(
            new Response(ReadableStream.from(answer), {
              status: answer.statusCode ?? 0,
              headers: { 'content-type': type },
            }),
          )
        })
          .once('error', reject)
          .end(body)
      })
    },
    close: () => agent.destroy(),
  }
}

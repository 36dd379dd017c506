import { Agent as PlainAgent, request as requestPlain } from 'node:http'
import { type RequestOptions, request as requestSecure, Agent as SecureAgent } from 'node:https'
import type { SendRequest } from './send-request.ts'

/** How the server is known over TLS. */
export interface ServerTrust {
  /** PEM; default: the authorities that Node trusts. */
  readonly authority?: string | undefined
  /** The name that the server's certificate has to have; default: the host of the address. */
  readonly serverName?: string | undefined
  /** False accepts any certificate. */
  readonly verify: boolean
}

/** The way to a server, with the connections that are kept open. */
export interface Transport {
  readonly send: SendRequest
  close(): void
}

/**
 * Creates a transport over `node:http` and `node:https`, since the global `fetch` takes neither a private authority
 * nor a client certificate.
 */
export function createTransport(trust: ServerTrust, connections: number): Transport {
  const kept = { keepAlive: true, maxSockets: connections }
  const plain = new PlainAgent(kept)
  const secure = new SecureAgent({
    ...kept,
    rejectUnauthorized: trust.verify,
    ...(trust.authority !== undefined && { ca: trust.authority }),
    ...(trust.serverName !== undefined && { servername: trust.serverName }),
  })
  return {
    send: (url, { method, headers, body, signal, certificate }) =>
      new Promise((resolve, reject) => {
        const isSecure = url.startsWith('https:')
        const options: RequestOptions = {
          method,
          headers,
          signal,
          agent: isSecure ? secure : plain,
          ...(isSecure && certificate),
        }
        const request = isSecure ? requestSecure(url, options) : requestPlain(url, options)
        request.on('error', reject)
        request.on('response', (answer) => {
          const get = (name: string) => [answer.headers[name.toLowerCase()] ?? []].flat().join(', ') || null
          resolve({ status: answer.statusCode ?? 0, headers: { get }, body: answer })
        })
        request.end(body)
      }),
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}

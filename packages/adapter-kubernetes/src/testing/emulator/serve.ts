import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Peer } from './users.ts'

/** A server on the loopback address. */
export interface LoopbackServer {
  readonly url: string
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}

/** Where to listen, and whether over TLS. */
export interface ServeOptions {
  /** Default: any free one. */
  readonly port?: number
  /** PEM texts; default: plain HTTP. With `clientCa`, clients may show a certificate, which has to be signed by it. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly clientCa?: string }
}

/** Serves a handle on 127.0.0.1; a handle that rejects, or a body that fails, ends the connection. */
export async function serve(
  handle: (request: Request, peer?: Peer) => Promise<Response>,
  options: ServeOptions = {},
): Promise<LoopbackServer> {
  const { tls } = options
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    answer(handle, incoming, outgoing, tls === undefined ? 'http' : 'https').catch(() => outgoing.destroy())
  }
  const server: Server =
    tls === undefined
      ? createServer(listener)
      : createSecureServer(
          {
            key: tls.key,
            cert: tls.cert,
            ...(tls.clientCa === undefined
              ? {}
              : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: false }),
          },
          listener,
        )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function answer(
  handle: (request: Request, peer?: Peer) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  scheme: string,
): Promise<void> {
  const response = await handle(await toRequest(incoming, scheme), peerOf(incoming))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.flushHeaders()
  const reader = response.body?.getReader()
  outgoing.once('close', () => {
    reader?.cancel().catch(() => undefined)
  })
  for (;;) {
    const chunk = await reader?.read()
    if (chunk?.value === undefined) break
    if (!outgoing.write(chunk.value)) await new Promise((resolve) => outgoing.once('drain', resolve))
  }
  outgoing.end()
}

async function toRequest(incoming: IncomingMessage, scheme: string): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one)
  }
  const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }
  const method = incoming.method ?? 'GET'
  return new Request(`${scheme}://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`, {
    method,
    headers,
    ...body,
  })
}

function peerOf({ socket }: IncomingMessage): Peer | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const name = socket.getPeerCertificate().subject?.CN
  return typeof name === 'string' ? { commonName: name } : undefined
}

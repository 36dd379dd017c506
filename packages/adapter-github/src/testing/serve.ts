import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A Web-standard request handler: what an emulator offers. */
export type RequestHandler = (request: Request) => Promise<Response>

/** A server that listens on the loopback interface. */
export type LoopbackServer = {
  /** Origin without a trailing slash, such as `http://127.0.0.1:40123`. */
  readonly url: string
  /** Stops listening and ends every open connection. */
  close(): Promise<void>
}

const readRequest = async (message: IncomingMessage, origin: string): Promise<Request> => {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one)
  }
  const method = message.method ?? 'GET'
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks)
  return new Request(new URL(message.url ?? '/', origin), { method, headers, body })
}

const writeResponse = async (response: Response, target: ServerResponse): Promise<void> => {
  // Response.error() is the Web platform's word for "the connection failed".
  if (response.type === 'error') {
    target.destroy()
    return
  }
  target.writeHead(response.status, [...response.headers].flat())
  target.flushHeaders()
  for await (const chunk of response.body ?? []) {
    await new Promise<void>((resolve) => target.write(chunk, () => resolve()))
  }
  target.end()
}

/**
 * Serves a handler over HTTP on 127.0.0.1, on a free port unless one is given.
 * A `Response.error()`, a body that fails midway, and a handler that throws all cut the connection.
 */
export const serve = async (
  handle: RequestHandler,
  options: { readonly port?: number } = {},
): Promise<LoopbackServer> => {
  let origin = 'http://127.0.0.1'
  const server = createServer((message, target) => {
    readRequest(message, origin)
      .then(handle)
      .then((response) => writeResponse(response, target))
      .catch(() => target.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  origin = `http://127.0.0.1:${address.port}`
  return {
    url: origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

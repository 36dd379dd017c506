/** A request whose body was read. */
export type Incoming = {
  readonly method: string
  readonly url: URL
  /** Path and query. */
  readonly path: string
  readonly headers: Headers
  readonly bytes: Uint8Array
}

/** Reads a request to its end. */
export const readIncoming = async (request: Request): Promise<Incoming> => {
  const url = new URL(request.url)
  return {
    method: request.method,
    url,
    path: `${url.pathname}${url.search}`,
    headers: request.headers,
    bytes: new Uint8Array(await request.arrayBuffer()),
  }
}

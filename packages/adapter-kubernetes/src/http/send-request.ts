/** What goes with a request; a `fetch` takes it as it is. */
export interface RequestSettings {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly body?: string
  readonly headers: Readonly<Record<string, string>>
  /** A redirect is no answer: followed, it could carry the credential elsewhere. */
  readonly redirect: 'manual'
  readonly signal: AbortSignal
  /** The client's certificate and key, PEM; for a sender that does TLS itself. */
  readonly certificate?: ClientCertificate | undefined
}

/** A client's certificate (chain) and its private key, in PEM. */
export interface ClientCertificate {
  readonly cert: string
  readonly key: string
}

/** An answer whose body is still on its way; a `Response` of `fetch` is one. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** Rejects where the connection ends within it. */
  readonly body: AsyncIterable<Uint8Array> | null
}

/** Sends one request. Rejects where no answer began; an error's `code` is shown, its message is not. */
export type SendRequest = (url: string, settings: RequestSettings) => Promise<ServerAnswer>

/** What a route answers: a status and a JSON body, or raw bytes. */
export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

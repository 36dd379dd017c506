import { AdapterError, type Call } from '@tideway/core'
import type { z } from 'zod'
import type { ResolvedOptions } from '../resolve-options.ts'
import { createAccessTokens } from './access-tokens.ts'
import { createTransport } from './create-transport.ts'
import { parseAnswer } from './parse-answer.ts'
import { createRedactor } from './redactor.ts'
import type { Answer, RemoteRequest, Reply } from './remote-request.ts'

/** A server that knows who is asking. */
export interface Client {
  /** Sends a request, logging in where that is needed. Does not throw: for writes, whose effect matters. */
  send(request: RemoteRequest, call: Call): Promise<Reply>
  /** Sends a request. Throws an `AdapterError`. */
  request(request: RemoteRequest, call: Call): Promise<Answer>
  /** Sends a request and reads JSON of a form. Throws an `AdapterError`. */
  json<T>(request: RemoteRequest, schema: z.ZodType<T>, call: Call): Promise<T>
  /** Ends what is under way; whatever is asked later is `aborted`. */
  close(): void
}

/** Creates a client for the configured server. Nothing is sent before the first request. */
export function createClient(options: ResolvedOptions): Client {
  const { credentials, endpoint } = options
  const secret = credentials.kind === 'worker' ? credentials.secret : credentials.token
  const redactor = createRedactor(typeof secret === 'string' ? [secret] : [])
  const closing = new AbortController()
  const transport = createTransport(options, redactor, closing.signal)
  const tokens = createAccessTokens(options, transport, redactor)

  const sendAs = (token: string, request: RemoteRequest, call: Call) =>
    transport.send({ ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } }, call)

  const client: Client = {
    async send(request, call) {
      try {
        const token = await tokens.get(call)
        const reply = await sendAs(token, request, call)
        const refused = reply.kind === 'failed' && reply.error.kind === 'unauthorized'
        // 401 means that nothing was done, so a write too may be sent again, once.
        if (!refused || !tokens.discard(token)) return reply
        return await sendAs(await tokens.get(call), request, call)
      } catch (error) {
        if (!AdapterError.isInstance(error)) throw error
        return { kind: 'failed', error, effect: 'none' }
      }
    },
    async request(request, call) {
      const reply = await client.send(request, call)
      if (reply.kind === 'failed') throw reply.error
      return reply.answer
    },
    async json(request, schema, call) {
      return parseAnswer(await client.request(request, call), schema, { purpose: request.purpose, endpoint })
    },
    close: () => closing.abort(),
  }
  return client
}

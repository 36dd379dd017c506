import { createServer, type IncomingMessage } from 'node:http'
import { TidewayError } from '@tideway/core'
import { isSigned } from './is-signed.ts'
import type { Log } from './log.ts'
import { runFlow, type Stores } from './run-flows.ts'

const largestBody = 2 ** 20

/** How the service is to run. */
export interface ServiceOptions {
  readonly stores: Stores
  readonly webhookSecret: string
  /** Milliseconds between two syncs. */
  readonly syncEvery: number
  readonly log: Log
  /** Default: any free port. */
  readonly port?: number | undefined
}

/** A running service. */
export interface Service {
  readonly url: string
  /** Takes no more work, lets what is under way end, and resolves then. A second signal may abort it. */
  stop(abort?: AbortSignal): Promise<void>
}

/** Listens for pushes to `main`, which it publishes, and syncs on a schedule; one flow at a time. */
export async function startService({
  stores,
  webhookSecret,
  syncEvery,
  log,
  port = 0,
}: ServiceOptions): Promise<Service> {
  const aborting = new AbortController()
  let isStopping = false
  let last: Promise<unknown> = Promise.resolve()
  const enqueue = (kind: 'publish' | 'sync') => {
    if (isStopping) return
    last = last
      .then(() => runFlow(kind, stores, log, aborting.signal))
      .catch((error: unknown) => {
        const facts = TidewayError.isInstance(error) ? { code: error.code, next: error.next } : {}
        log('error', `${kind} failed`, {
          ...facts,
          problem: error instanceof Error ? error.message : 'unknown',
        })
      })
  }

  const server = createServer(async (request, response) => {
    // A body that breaks off, or is no JSON, is the sender's matter.
    const status = await answer(request, webhookSecret, () => enqueue('publish')).catch(() => 400)
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const timer = setInterval(() => enqueue('sync'), syncEvery)
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`
  log('info', 'listening', { url })
  return {
    url,
    async stop(abort) {
      isStopping = true
      clearInterval(timer)
      abort?.addEventListener('abort', () => aborting.abort())
      await new Promise((resolve) => server.close(resolve))
      await last
      log('info', 'stopped')
    },
  }
}

async function answer(request: IncomingMessage, secret: string, onPush: () => void): Promise<number> {
  if (request.method !== 'POST' || request.url !== '/webhook') return 404
  const body = await readBody(request)
  if (body === undefined) return 413
  const signature = request.headers['x-hub-signature-256']
  if (!isSigned(body, typeof signature === 'string' ? signature : undefined, secret)) return 401
  if (request.headers['x-github-event'] !== 'push') return 204
  const { ref } = JSON.parse(body.toString('utf8'))
  if (ref !== 'refs/heads/main') return 204
  onPush()
  return 202
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > largestBody) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

import { readFileSync } from 'node:fs'
import type { ConfigHubEmulator } from '../testing/emulator/create-confighub-emulator.ts'
import { checkExchange, type ExchangeCheck } from './check-exchange.ts'
import { readOpenApiDocument } from './open-api-document.ts'

/** Where the published OpenAPI document is; it is not ours to keep here. */
const location = process.env['CONFIGHUB_OPENAPI']
const document = location ? readOpenApiDocument(JSON.parse(readFileSync(location, 'utf8'))) : undefined

/** The generation of server that the published document describes; undefined where none is named. */
export const describedGeneration: 'bytes' | 'document' | undefined =
  document && (document.find('PUT', '/space/s/unit/u/data') ? 'bytes' : 'document')

// Servers of v0.4 have them; the public copy of the document is older than that (js-sdk, rtk-query).
const tolerated = ['limit', 'continue']

/** An emulator whose exchanges with the adapter are checked, where a document is named. */
export interface WatchedEmulator {
  readonly handle: ConfigHubEmulator['handle']
  /** What has been checked so far. */
  readonly checks: readonly ExchangeCheck[]
  /** Throws where an exchange was not as the published document says. */
  assertDescribed(): void
}

/** Watches an emulator. Answers that a fault has spoilt are nobody's belief, and are not checked. */
export function watchExchanges(
  emulator: ConfigHubEmulator,
  generation: 'bytes' | 'document' = 'bytes',
): WatchedEmulator {
  const checks: ExchangeCheck[] = []
  const assertDescribed = () => {
    const violations = new Set(checks.flatMap((check) => check.violations))
    if (violations.size > 0) throw new Error([...violations].join('\n'))
  }
  if (document === undefined || generation !== describedGeneration) {
    return { handle: emulator.handle, checks, assertDescribed }
  }
  return {
    checks,
    assertDescribed,
    async handle(request) {
      const sent = request.clone()
      const response = await emulator.handle(request)
      const { pathname, searchParams: query } = new URL(request.url)
      const isPlain = emulator.faults.length === 0 && response.type !== 'error'
      // 304 is described in prose only.
      if (!isPlain || !pathname.startsWith('/api/') || response.status === 304) return response
      const exchange = {
        method: request.method,
        path: pathname.slice('/api'.length),
        query,
        request: { type: mediaType(sent.headers), body: await sent.text() },
        status: response.status,
        response: { type: mediaType(response.headers), body: await response.clone().text() },
      }
      checks.push(checkExchange(document, exchange, tolerated))
      return response
    },
  }
}

function mediaType(headers: Headers): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? ''
}

import { setTimeout } from 'node:timers/promises'
import { describe, it } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import {
  type ChangeHarness,
  registerMemorySuites,
  registerUnitSuites,
} from '../testing/memory-suites.fixture.ts'
import { filtered } from './filtered.ts'
import { merged } from './merged.ts'
import { withCache } from './with-cache.ts'
import { withLogging } from './with-logging.ts'
import { withRateLimit } from './with-rate-limit.ts'
import { withRetry } from './with-retry.ts'

const runner = { describe, it }
const noWait = async () => undefined

function decorate(name: string, decorator: (endpoint: Endpoint) => Endpoint): ChangeHarness {
  return (harness) => ({
    ...harness,
    name: `${harness.name}, ${name}`,
    secrets: ['no credential is in memory'],
    async setup() {
      const setup = await harness.setup()
      return { ...setup, endpoint: decorator(setup.endpoint) }
    },
  })
}

const decorators: Readonly<Record<string, (endpoint: Endpoint) => Endpoint>> = {
  retried: (endpoint) => withRetry(endpoint, { sleep: noWait }),
  'retried after real waits': (endpoint) =>
    withRetry(endpoint, { delayMs: 1, sleep: (ms, signal) => setTimeout(ms, undefined, { signal }) }),
  cached: (endpoint) => withCache(endpoint),
  'limited in rate': (endpoint) => withRateLimit(endpoint, { perSecond: 1000, burst: 5, sleep: noWait }),
  logged: withLogging,
  filtered: (endpoint) => filtered(endpoint, (unit) => unit !== 'hidden'),
  'all at once': (endpoint) =>
    withLogging(
      withCache(withRetry(withRateLimit(endpoint, { perSecond: 9, sleep: noWait }), { sleep: noWait })),
    ),
}
const withAnother = (endpoint: Endpoint) =>
  merged('merged', [
    { endpoint: createMemoryConfigHub(), holds: (unit) => unit.startsWith('another-') },
    { endpoint, holds: () => true },
  ])

for (const [name, decorator] of Object.entries(decorators))
  registerMemorySuites(runner, decorate(name, decorator))
registerUnitSuites(runner, decorate('merged with another', withAnother))

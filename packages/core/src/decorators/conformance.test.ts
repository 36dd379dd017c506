import { setTimeout } from 'node:timers/promises'
import { describe, it } from 'vitest'
import { annotatorSuite } from '../conformance/annotator-suite.ts'
import { archiveSuite } from '../conformance/archive-suite.ts'
import { autoMergeSuite } from '../conformance/auto-merge-suite.ts'
import { commitsSuite } from '../conformance/commits-suite.ts'
import { deliverySuite } from '../conformance/delivery-suite.ts'
import { editorSuite } from '../conformance/editor-suite.ts'
import type { Harness, HarnessSetup } from '../conformance/harness.ts'
import { historySuite } from '../conformance/history-suite.ts'
import { proposalSuite } from '../conformance/proposal-suite.ts'
import { resourceSuite } from '../conformance/resource-suite.ts'
import { reviewSuite } from '../conformance/review-suite.ts'
import { sinkSuite } from '../conformance/sink-suite.ts'
import { sourceSuite } from '../conformance/source-suite.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import {
  annotatorHarness,
  archiveHarness,
  commitsHarness,
  createSinkHarness,
  deliveryHarness,
  editorHarness,
  historyHarness,
  proposalHarness,
  resourceHarness,
  reviewHarness,
} from '../testing/memory-harnesses.ts'
import { filtered } from './filtered.ts'
import { merged } from './merged.ts'
import { withCache } from './with-cache.ts'
import { withLogging } from './with-logging.ts'
import { withRateLimit } from './with-rate-limit.ts'
import { withRetry } from './with-retry.ts'

const runner = { describe, it }
const noWait = async () => undefined

function decorate<Setup extends HarnessSetup, Kept extends Harness<Setup>>(
  harness: Kept & Harness<Setup>,
  name: string,
  decorator: (endpoint: Endpoint) => Endpoint,
): Kept {
  return {
    ...harness,
    name: `${harness.name}, ${name}`,
    secrets: ['no credential is in memory'],
    async setup() {
      const setup = await harness.setup()
      return { ...setup, endpoint: decorator(setup.endpoint) }
    },
  }
}

const whole: Readonly<Record<string, (endpoint: Endpoint) => Endpoint>> = {
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
const ofUnits: typeof whole = {
  ...whole,
  'merged with another': (endpoint) =>
    merged('merged', [
      { endpoint: createMemoryConfigHub(), holds: (unit) => unit.startsWith('another-') },
      { endpoint, holds: () => true },
    ]),
}

for (const [name, decorator] of Object.entries(ofUnits)) {
  const harness = decorate(createSinkHarness(), name, decorator)
  sourceSuite(runner, harness)
  sinkSuite(runner, harness)
  historySuite(runner, decorate(historyHarness, name, decorator))
  deliverySuite(runner, decorate(deliveryHarness, name, decorator))
}
for (const [name, decorator] of Object.entries(whole)) {
  proposalSuite(runner, decorate(proposalHarness, name, decorator))
  autoMergeSuite(runner, decorate(proposalHarness, name, decorator))
  archiveSuite(runner, decorate(archiveHarness, name, decorator))
  resourceSuite(runner, decorate(resourceHarness, name, decorator))
  reviewSuite(runner, decorate(reviewHarness, name, decorator))
  annotatorSuite(runner, decorate(annotatorHarness, name, decorator))
  commitsSuite(runner, decorate(commitsHarness, name, decorator))
  editorSuite(runner, decorate(editorHarness, name, decorator))
}

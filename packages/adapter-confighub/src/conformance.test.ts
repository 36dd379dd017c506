import { historySuite, sinkSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createSinkHarness, historyHarness } from './conformance-harnesses.ts'

const runner = { describe, it }

// Facts of the real server that are not established are tested under both readings.
const readings = {
  ConfigHub: {},
  'ConfigHub without start revisions': { emptyStartRevision: false },
  'ConfigHub with short pages': { shortPages: true, patchChecksVersion: true },
  'ConfigHub with weak tags': { weakETags: true, acceptWeakIfMatch: false, infoRequiresToken: true },
}

for (const [name, options] of Object.entries(readings)) {
  const harness = createSinkHarness(name, options)
  sourceSuite(runner, harness)
  sinkSuite(runner, harness)
}
historySuite(runner, historyHarness)

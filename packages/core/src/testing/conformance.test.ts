import { describe, it } from 'vitest'
import { sinkSuite } from '../conformance/sink-suite.ts'
import { sourceSuite } from '../conformance/source-suite.ts'
import { createConfigHubHarness, gitHarness } from './memory-harnesses.ts'
import { registerMemorySuites } from './memory-suites.fixture.ts'

const runner = { describe, it }
const nothing = { conditionalWrites: false, annotations: false, withdraw: false, purge: false }

registerMemorySuites(runner)
sourceSuite(runner, gitHarness)
sinkSuite(runner, { ...createConfigHubHarness(nothing), name: 'memory ConfigHub without abilities' })

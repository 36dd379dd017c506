import { annotatorSuite, resourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { resourceHarness } from './conformance-harness.ts'

resourceSuite({ describe, it }, resourceHarness)
annotatorSuite({ describe, it }, resourceHarness)

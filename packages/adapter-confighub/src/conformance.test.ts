import { deliverySuite, historySuite, sinkSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createDeliveryHarness, createHistoryHarness, createSinkHarness } from './conformance-harnesses.ts'

const runner = { describe, it }
const older = { generation: 'document' } as const

const newest = createSinkHarness('ConfigHub', {})
sourceSuite(runner, newest)
sinkSuite(runner, newest)
const oldest = createSinkHarness('an older ConfigHub', { emulator: older })
sourceSuite(runner, oldest)
sinkSuite(runner, oldest)
historySuite(runner, createHistoryHarness('ConfigHub', {}))
historySuite(runner, createHistoryHarness('an older ConfigHub', { emulator: older }))
deliverySuite(runner, createDeliveryHarness('an older ConfigHub'))

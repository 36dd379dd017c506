import { randomUUID } from 'node:crypto'
import { sinkSuite, sourceSuite } from '@tideway/core/conformance'
import { describe, it } from 'vitest'
import { createRealServerHarness, findRealServer } from './real-server-harness.ts'

const server = findRealServer(process.env)

if (server === undefined) {
  describe.skip('a real ConfigHub', () => {
    it('is tried where CONFIGHUB_E2E_URL and CONFIGHUB_E2E_SPACE name one, with credentials', () => undefined)
  })
} else {
  const harness = createRealServerHarness(server, randomUUID())
  sourceSuite({ describe, it }, harness)
  sinkSuite({ describe, it }, harness)
}

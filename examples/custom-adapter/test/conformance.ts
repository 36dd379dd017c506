import { after, describe, it } from 'node:test'
import { archiveSuite, historySuite, sinkSuite, sourceSuite } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { createEtcdClient } from '../src/etcd-client.ts'
import { createEtcdHarness } from './etcd-harness.ts'
import { findEtcd, startEtcd } from './start-etcd.ts'

const program = findEtcd()

if (program === undefined) {
  it('etcd is not there: install etcd-server, or name the program with ETCD', { skip: true })
} else {
  const etcd = await startEtcd(program)
  after(() => etcd.stop())
  const harness = createEtcdHarness(etcd.url)
  const runner = { describe, it, report: console.info }
  sourceSuite(runner, harness)
  sinkSuite(runner, harness)
  historySuite(runner, harness)
  archiveSuite(runner, {
    ...harness,
    async setup() {
      const setup = await harness.setup()
      const direct = createEtcdClient({ url: etcd.url, prefix: setup.endpoint.name.slice('etcd:'.length) })
      return {
        ...setup,
        async readBack() {
          const entry = await direct.get('/archive', createTestCall())
          return entry && JSON.parse(entry.value).files
        },
      }
    },
  })
}

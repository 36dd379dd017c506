import { expect, it } from 'vitest'
import { collect } from '../conformance/collect.ts'
import { createFaultPlan, faultAt } from '../testing/fault-plan.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createTestCall } from '../testing/test-call.ts'
import { withFaults } from '../testing/with-faults.ts'
import { withLogging } from './with-logging.ts'

it('tells every request when it ends, and nothing that a store holds', async () => {
  const lines: unknown[] = []
  let time = 0
  const call = createTestCall({
    now: () => (time += 5),
    logger: {
      debug: (message, facts) => lines.push({ message, ...facts }),
      warn: () => lines.push('warned'),
    },
  })
  const confighub = createMemoryConfigHub()
  confighub.as({ kind: 'person' }).write('web', 'password: hunter2\n')
  const endpoint = withLogging(
    withFaults(confighub, createFaultPlan(faultAt(2, { kind: 'before', error: 'forbidden' }))),
  )
  await collect(endpoint.source?.list({}, call) ?? [])
  await endpoint.history?.contentAt({ unit: 'web' }, '1', call).catch(() => undefined)
  for await (const _ of endpoint.source?.list({}, call) ?? []) break
  const common = { endpoint: 'confighub:memory', milliseconds: 5 }
  expect(lines).toEqual([
    { message: 'a request is done', ...common, method: 'source.list', items: 2 },
    {
      message: 'a request did not come to its end',
      ...common,
      method: 'history.contentAt',
      kind: 'forbidden',
    },
    {
      message: 'a request did not come to its end',
      ...common,
      method: 'source.list',
      items: 1,
      kind: 'left',
    },
  ])
})

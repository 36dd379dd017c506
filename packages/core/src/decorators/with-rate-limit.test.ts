import { describe, expect, it } from 'vitest'
import { collect } from '../conformance/collect.ts'
import { createMemoryArchive } from '../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../testing/memory-config-hub.ts'
import { createTestCall } from '../testing/test-call.ts'
import { createTestClock } from '../testing/test-clock.ts'
import { withRateLimit } from './with-rate-limit.ts'

function arrange(burst?: number) {
  const { now, advance } = createTestClock()
  const start = now()
  const sleep = async (milliseconds: number) => advance(milliseconds)
  const call = createTestCall({ now })
  const options = { perSecond: 10, burst, sleep }
  const limited = withRateLimit(createMemoryArchive(), options)
  const ask = async () => {
    await limited.archive?.token(call)
    return now() - start
  }
  return { ask, advance, call, options, since: () => now() - start }
}

describe('withRateLimit', () => {
  it('lets requests begin at the rate, and earns no credit beyond its burst', async () => {
    const { ask, advance } = arrange()
    expect([await ask(), await ask(), await ask()]).toEqual([0, 100, 200])
    advance(5000)
    expect([await ask(), await ask()]).toEqual([5200, 5300])
  })

  it('lets a burst through at once after a pause', async () => {
    const { ask, advance } = arrange(3)
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([0, 0, 0, 100])
    advance(5000)
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([5100, 5100, 5100, 5200])
  })

  it('counts every write', async () => {
    const { call, options, since } = arrange()
    const { sink } = withRateLimit(createMemoryConfigHub(), options)
    const writes = ['a', 'b', 'c'].map(
      (unit) =>
        ({
          kind: 'create',
          key: unit,
          ref: { unit },
          expected: 'absent',
          text: unit,
          description: '',
        }) as const,
    )
    await collect(sink?.write(writes, call) ?? [])
    expect(since()).toBe(200)
  })

  it.each([{ perSecond: 0 }, { perSecond: 1, burst: 0 }, { perSecond: Number.NaN }])(
    'refuses %j',
    (options) => {
      const sleep = async () => undefined
      expect(() => withRateLimit(createMemoryArchive(), { ...options, sleep })).toThrow(RangeError)
    },
  )
})

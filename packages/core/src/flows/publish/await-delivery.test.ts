import { describe, expect, it } from 'vitest'
import type { ProgressEvent } from '../../contract/call.ts'
import { createMemoryArchive } from '../../testing/memory-archive.ts'
import { createMemoryConfigHub } from '../../testing/memory-config-hub.ts'
import { createMemoryGit } from '../../testing/memory-git.ts'
import { createTestCall } from '../../testing/test-call.ts'
import type { FlowEndpoints } from '../flow-endpoints.ts'
import { publish } from './publish.ts'

const text = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`

/** A clock that moves only while the run pauses; `onPause` is what happens meanwhile. */
function waitFor(timeoutMs: number, onPause: (pauses: number) => void = () => {}) {
  let now = 0
  let pauses = 0
  return {
    now: () => now,
    pauses: () => pauses,
    wait: {
      timeoutMs,
      pause: async (ms: number) => {
        now += ms
        pauses += 1
        onPause(pauses)
      },
    },
  }
}

function openShop() {
  const git = createMemoryGit({ files: { 'prod/a.yaml': text('a'), 'prod/b.yaml': text('b') } })
  const confighub = createMemoryConfigHub()
  const endpoints = { git: git.endpoint('prod'), confighub, archive: createMemoryArchive() }
  return {
    confighub,
    endpoints,
    async publish(clock: ReturnType<typeof waitFor>, more: Partial<FlowEndpoints> = {}) {
      const events: ProgressEvent[] = []
      const call = createTestCall({ now: clock.now, onProgress: (event) => events.push(event) })
      const options = { environment: 'prod', wait: clock.wait }
      return { report: await publish({ ...endpoints, ...more }, options, call), events }
    },
  }
}

describe('publish that waits', () => {
  it('ends when every unit is live, and tells each step once', async () => {
    const { confighub, publish: run } = openShop()
    const clock = waitFor(60_000, (pauses) => confighub.deliver(pauses === 1 ? 'a' : 'b'))
    const { report, events } = await run(clock)
    expect(report).toMatchObject({ outcome: 'done', summary: '2 units written; 2 live' })
    expect(events.filter((event) => event.kind === 'delivery')).toEqual([
      { kind: 'delivery', unit: 'a', state: 'pending', reason: 'nothing runs yet' },
      { kind: 'delivery', unit: 'b', state: 'pending', reason: 'nothing runs yet' },
      { kind: 'delivery', unit: 'a', state: 'live', reason: undefined },
      { kind: 'delivery', unit: 'b', state: 'live', reason: undefined },
    ])
  })

  it('says at its deadline what is not live, and goes on waiting when it is run again', async () => {
    const { confighub, publish: run } = openShop()
    const { report } = await run(waitFor(10_000))
    expect(report).toMatchObject({
      outcome: 'failed',
      error: { code: 'TIDEWAY_DELIVERY_PENDING' },
      summary: '2 units written; not live yet: a (nothing runs yet), b (nothing runs yet)',
    })
    const again = await run(
      waitFor(10_000, () => {
        confighub.deliver('a')
        confighub.deliver('b')
      }),
    )
    expect(again.report).toMatchObject({ outcome: 'nothing-to-do', summary: 'nothing to write; 2 live' })
    expect(confighub.state()['a']?.revision).toBe('1')
  })

  it('ends at once where a unit cannot get there', async () => {
    const { confighub, publish: run } = openShop()
    const clock = waitFor(600_000, () => {
      confighub.deliver('a')
      confighub.deliver('b', 'quota exceeded')
    })
    const { report } = await run(clock)
    expect(report).toMatchObject({
      outcome: 'failed',
      error: { code: 'TIDEWAY_DELIVERY_FAILED', message: 'delivery failed: b (quota exceeded)' },
    })
    expect(clock.pauses()).toBe(1)
  })

  it('does not begin where the store cannot tell', async () => {
    const { confighub, publish: run } = openShop()
    await expect(run(waitFor(1), { confighub: { ...confighub, delivery: undefined } })).rejects.toThrow(
      'TIDEWAY_UNSUPPORTED',
    )
    expect(confighub.state()).toEqual({})
  })
})

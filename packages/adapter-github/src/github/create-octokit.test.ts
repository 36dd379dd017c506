import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../testing/emulator/faults/fault.ts'
import { createOctokit } from './create-octokit.ts'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()

beforeEach(async () => {
  world = await startTestGitHub()
})
afterEach(() => world.github.close())

// A second is a millisecond here; the pause between writes stays as it is.
const connect = () =>
  world.connect({
    octokit: createOctokit({
      credential: { auth: 'write-token' },
      baseUrl: world.github.url,
      throttle: true,
      secondMs: 1,
    }),
  })

/** Reads something while GitHub says no so many times; tells how often it was asked, and for how long. */
const readAgainst = async (fault: Fault, times: number) => {
  const { archive } = await connect()
  world.github.emulator.faults.add({ match: { path: /tideway/ }, times, fault })
  world.sent()
  const start = performance.now()
  const outcome = await archive.token(call).catch((error: unknown) => error)
  return { outcome, waited: performance.now() - start, asked: world.sent().reads }
}

describe('what GitHub asks to wait for', () => {
  test('a secondary limit is waited out as long as it says', async () => {
    const { outcome, waited, asked } = await readAgainst({ kind: 'secondary-limit', retryAfter: 55 }, 2)
    expect([outcome, asked]).toEqual([undefined, 3])
    expect(waited).toBeGreaterThanOrEqual(2 * 55 - 2)
  })

  test('a secondary limit that names no time is waited out a minute at a time', async () => {
    const { outcome, waited, asked } = await readAgainst({ kind: 'secondary-limit' }, 2)
    expect([outcome, asked]).toEqual([undefined, 3])
    expect(waited).toBeGreaterThanOrEqual(2 * 60 - 2)
  })

  test('more than a minute is told at once, with the time', async () => {
    const { outcome, asked } = await readAgainst({ kind: 'secondary-limit', retryAfter: 61 }, 1)
    expect(outcome).toMatchObject({ kind: 'rate-limited', retryAfterMs: 61_000 })
    expect(asked).toBe(1)
  })

  test('what does not end is given up after two more tries', async () => {
    const { outcome, asked } = await readAgainst({ kind: 'secondary-limit', retryAfter: 1 }, 9)
    expect(outcome).toMatchObject({ kind: 'rate-limited', retryAfterMs: 1000 })
    expect(asked).toBe(3)
  })

  test('a write is sent once more, and has its effect once', async () => {
    const { proposals } = await connect()
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/pulls' },
      fault: { kind: 'secondary-limit', retryAfter: 30 },
    })
    expect(await proposals.reconcile(await world.propose(2), call)).toMatchObject({ kind: 'opened', id: '1' })
    expect(await world.github.repository.pulls()).toHaveLength(1)
  })
})

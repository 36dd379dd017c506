import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
let warnings: unknown[]
const logger = { debug: () => {}, warn: (...said: readonly unknown[]) => void warnings.push(said) }
const call = createTestCall({ logger })
const wanted = ['Reader', 'stranger', 'o/Ops']

const start = (options: Parameters<typeof startTestGitHub>[0] = {}) => startTestGitHub(options)
const sync = async (value: number, reviewers: readonly string[] = wanted) => {
  const { proposals } = await world.connect({}, call)
  return proposals.reconcile(await world.propose(value, { reviewers }), call)
}
const asked = async () => {
  const [pull] = await world.github.repository.pulls()
  return [...(pull?.reviewers ?? []), ...(pull?.teamReviewers ?? []).map((slug) => `team ${slug}`)]
}
const requests = async () => {
  const [pull] = await world.github.repository.pulls()
  return pull?.reviewEvents.filter(({ event }) => event === 'review_requested').map(({ who }) => who)
}

beforeEach(async () => {
  warnings = []
  world = await start()
})
afterEach(() => world.github.close())

describe('reviewers', () => {
  test('are asked as the pull request is opened, people and teams, and a second run sends no write', async () => {
    await sync(2)
    expect(await asked()).toEqual(['reader', 'stranger', 'team ops'])
    world.sent()
    await sync(2)
    expect(world.sent()).toEqual({ reads: 4, writes: 0 })
    expect(warnings).toEqual([])
  })

  test('that have reviewed, or were taken off, are not asked again, and new ones are', async () => {
    await sync(2, ['reader', 'o/ops'])
    const { repository } = world.github
    await repository.reviewPull(1, 'reader')
    await repository.withdrawRequests(1, { teams: ['ops'] })
    expect(await asked()).toEqual([])
    await sync(3)
    expect(await asked()).toEqual(['stranger'])
    expect(await requests()).toEqual(['reader', 'ops', 'stranger'])
  })

  test('that reviewed without being asked are not asked', async () => {
    await sync(2, [])
    await world.github.repository.reviewPull(1, 'reader')
    await sync(3, ['reader'])
    expect(await asked()).toEqual([])
  })

  test('do not include the author, nor a team of another organisation', async () => {
    await sync(2, ['Robot', 'reader', 'other/ops'])
    expect(await asked()).toEqual(['reader'])
    expect(warnings).toEqual([
      ['a review could not be asked for', { from: 'other/ops', message: 'it is no team of o' }],
    ])
    expect((await world.github.repository.pulls())[0]?.author).toBe('robot')
  })

  test('whose name is wrong cost a warning, and no other their request', async () => {
    await sync(2, ['nobody', 'reader', 'o/ops'])
    expect(await asked()).toEqual(['reader', 'team ops'])
    expect(warnings).toEqual([
      [
        'a review could not be asked for',
        {
          from: 'nobody',
          url: expect.stringContaining('/pull/1'),
          message: expect.stringContaining('collaborators'),
        },
      ],
    ])
  })

  test('cost a warning where they may not be asked, and the pull request is there', async () => {
    const match = { method: 'POST', path: '/requested_reviewers' }
    world.github.emulator.faults.add({
      match,
      fault: { kind: 'status', status: 403, message: 'Resource not accessible by integration' },
    })
    expect(await sync(2)).toMatchObject({ kind: 'opened' })
    expect(await asked()).toEqual([])
    expect(warnings).toHaveLength(1)
  })

  test('are asked by the next run, where one ended before it asked', async () => {
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/requested_reviewers' },
      fault: { kind: 'cut-before' },
    })
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/labels' },
      fault: { kind: 'cut-before' },
    })
    await sync(2)
    expect(await asked()).toEqual([])
    await sync(2)
    expect(await asked()).toEqual(['reader', 'stranger', 'team ops'])
  })

  test('are rather not asked than twice', async () => {
    await sync(2, ['reader'])
    await world.github.repository.reviewPull(1, 'reader')
    world.github.emulator.faults.add({
      match: { method: 'GET', path: '/timeline' },
      fault: { kind: 'status', status: 403, message: 'Forbidden' },
    })
    await sync(3)
    expect(await asked()).toEqual([])
    expect(warnings).toHaveLength(1)
  })
})

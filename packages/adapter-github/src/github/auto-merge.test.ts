import type { Proposal } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
let warnings: string[]
const settings = { allowAutoMerge: true, requiredChecks: ['ci'] }
const call = createTestCall({
  logger: {
    debug: () => {},
    warn: (text, more) => void warnings.push(`${text} ${String(more?.['message'])}`),
  },
})

const restart = async (options: Parameters<typeof startTestGitHub>[0]) => {
  await world.github.close()
  world = await startTestGitHub({ settings, ...options })
}
beforeEach(async () => {
  warnings = []
  world = await startTestGitHub({ settings })
})
afterEach(async () => {
  expect(await world.github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  await world.github.close()
})

/** Reconciles in a run of its own; without `autoMerge` people are to merge. */
const run = async (value: number, more: Partial<Proposal> = { autoMerge: 'squash' }) =>
  (await world.connect()).proposals.reconcile(await world.propose(value, more), call)
const pull = async (number = 1) => {
  const found = (await world.github.repository.pulls()).find((one) => one.number === number)
  if (found === undefined) throw new Error(`there is no pull request ${number}`)
  return found
}
const pass = (number = 1) => world.github.repository.setStatus(number, 'ci', 'success')
const onMain = async () => (await world.github.repository.files('main'))['app/a.yaml']
const writes = () =>
  world.github.emulator.requests.flatMap(({ kind, method, path, status }) =>
    kind === 'write' ? [`${method} ${path.replace(/^.*\/repos\/o\/r/, '')} ${status}`] : [],
  )

describe('a proposal that merges itself', () => {
  test('waits for the required checks, and is merged once they have passed', async () => {
    expect(await run(2)).toMatchObject({ kind: 'opened', autoMerge: 'waiting' })
    expect(await pull()).toMatchObject({ state: 'open', autoMerge: { method: 'squash', by: 'robot' } })
    const endpoint = await world.connect()
    world.sent()
    expect(
      await endpoint.proposals.reconcile(await world.propose(2, { autoMerge: 'squash' }), call),
    ).toMatchObject({ kind: 'unchanged', autoMerge: 'waiting' })
    const sent = world.sent()
    expect(sent.writes).toBe(0)
    expect(sent.reads).toBeLessThanOrEqual(4)
    await pass()
    const { mergedAt, mergeCommitSha } = await pull()
    expect(mergedAt).not.toBeNull()
    expect(await onMain()).toBe('a: 2\n')
    const { proposals } = await world.connect()
    expect(await proposals.state('1', call)).toEqual({ kind: 'merged', commit: mergeCommitSha, digest: 'd2' })
    expect(warnings).toEqual([])
  })

  test.each(['merge', 'squash', 'rebase'] as const)(
    'is merged at once where nothing is required: %s',
    async (autoMerge) => {
      world.github.repository.requireChecks()
      expect(await run(2, { autoMerge })).toMatchObject({ kind: 'opened', autoMerge: 'merged' })
      expect(await onMain()).toBe('a: 2\n')
      expect(await pull()).toMatchObject({ state: 'closed', mergedBy: 'robot' })
      const parents = (await world.github.repository.git(['log', '-1', '--format=%P', 'main'])).split(' ')
      expect(parents).toHaveLength(autoMerge === 'merge' ? 2 : 1)
      expect(warnings).toEqual([])
    },
  )

  test('is not merged with what somebody pushes in between', async () => {
    world.github.repository.requireChecks()
    world.github.emulator.faults.add({
      match: { method: 'PUT', path: /\/merge$/ },
      fault: {
        kind: 'meanwhile',
        act: () => world.github.repository.commitFiles('sync/prod', { 'app/a.yaml': 'a: 9\n' }, 'Mine'),
      },
    })
    expect(await run(2)).toMatchObject({ kind: 'opened', autoMerge: 'refused' })
    expect(await onMain()).toBe('a: 1\n')
    expect(warnings).toEqual([expect.stringContaining('Head branch was modified')])
    expect(await run(2)).toMatchObject({ kind: 'blocked-by-edits' })
  })

  test('is found by its id although GitHub knows a new one only after a while', async () => {
    await restart({ lag: { nodeTries: 2, listReads: 0, labelTries: 0 } })
    expect(await run(2)).toMatchObject({ autoMerge: 'waiting' })
    expect(warnings).toEqual([])
  })

  test('is known as merged although the answer was lost', async () => {
    world.github.repository.requireChecks()
    world.github.emulator.faults.add({
      match: { method: 'PUT', path: /\/merge$/ },
      fault: { kind: 'cut-after' },
    })
    expect(await run(2)).toMatchObject({ autoMerge: 'merged' })
    expect(warnings).toEqual([])
  })
})

describe('where GitHub refuses, the pull request stays, with a warning that says what to do', () => {
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    [
      'it is not allowed',
      () => world.github.repository.allowAutoMerge(false),
      'Settings > General > Pull Requests',
    ],
    [
      'a check that is not required fails',
      () => {
        world.github.repository.requireChecks()
        const act = () => world.github.repository.setStatus(1, 'lint', 'failure')
        world.github.emulator.faults.add({
          match: ({ body }) => body.includes('enablePullRequestAutoMerge'),
          fault: { kind: 'meanwhile', act },
        })
      },
      'require the checks that it has to wait for',
    ],
    [
      'the token may not',
      () =>
        world.github.emulator.faults.add({
          match: ({ body }) => body.includes('enablePullRequestAutoMerge'),
          fault: { kind: 'status', status: 403, message: 'Resource not accessible by integration' },
        }),
      'give the token contents: write and pull-requests: write',
    ],
    ['the server has no GraphQL', () => restart({ graphql: false }), 'merge it by hand'],
  ]
  test.each(cases)('%s', async (_, prepare, next) => {
    await prepare()
    expect(await run(2)).toMatchObject({ kind: 'opened', autoMerge: 'refused' })
    expect(warnings).toEqual([expect.stringContaining(next)])
    expect(await pull()).toMatchObject({ state: 'open', autoMerge: null })
    expect(await onMain()).toBe('a: 1\n')
  })

  test('and the next run tries again', async () => {
    world.github.repository.allowAutoMerge(false)
    await run(2)
    world.github.repository.allowAutoMerge(true)
    expect(await run(2)).toMatchObject({ kind: 'unchanged', autoMerge: 'waiting' })
  })
})

describe.each(['kept', 'ended'] as const)(
  'an update, where a push leaves auto-merge %s',
  (pushedAutoMerge) => {
    beforeEach(() => restart({ beliefs: { pushedAutoMerge } }))

    test('still merges itself where it may', async () => {
      await run(2)
      expect(await run(3)).toMatchObject({ kind: 'updated', autoMerge: 'waiting' })
      await pass()
      expect(await onMain()).toBe('a: 3\n')
      expect(await (await world.connect()).proposals.state('1', call)).toMatchObject({
        kind: 'merged',
        digest: 'd3',
      })
    })

    test('no longer does where a person has to look, and not for a moment', async () => {
      await run(2)
      const before = writes().length
      // The check passes before the branch has its new content: GitHub would merge whatever comes then.
      world.github.emulator.faults.add({
        match: ({ body }) => body.includes('updateRefs'),
        fault: { kind: 'meanwhile', act: () => pass() },
      })
      expect(await run(3, {})).toEqual({ kind: 'updated', id: '1', url: expect.any(String) })
      expect(writes()[before]).toBe('POST /api/graphql 200')
      await pass()
      expect(await pull()).toMatchObject({ state: 'open', autoMerge: null })
      expect(await onMain()).toBe('a: 1\n')
      expect(await run(4)).toMatchObject({ kind: 'updated', autoMerge: 'waiting' })
    })

    test('is not overruled for the same content once a person has switched it off', async () => {
      await run(2)
      await world.github.repository.setAutoMerge(1, undefined)
      expect(await run(2)).toMatchObject({ kind: 'unchanged', autoMerge: 'switched-off' })
      await world.github.repository.commitFiles('main', { README: 'more\n' }, 'More')
      expect(await run(2)).toMatchObject({ kind: 'updated', autoMerge: 'switched-off' })
      expect(await run(2)).toMatchObject({ kind: 'unchanged', autoMerge: 'switched-off' })
      expect(await pull()).toMatchObject({ autoMerge: null })
      expect(await run(3)).toMatchObject({ kind: 'updated', autoMerge: 'waiting' })
    })

    test('keeps merging itself when only the base has moved', async () => {
      await run(2)
      await world.github.repository.commitFiles('main', { README: 'more\n' }, 'More')
      expect(await run(2)).toMatchObject({ kind: 'updated', autoMerge: 'waiting' })
      expect(await run(2)).toMatchObject({ kind: 'unchanged', autoMerge: 'waiting' })
    })
  },
)

describe('what people do', () => {
  test('a commit of theirs on the branch is theirs to merge, until it is taken over', async () => {
    await run(2)
    await world.github.repository.commitFiles('sync/prod', { 'app/b.yaml': 'b: 1\n' }, 'Mine')
    expect(await run(2)).toMatchObject({ kind: 'blocked-by-edits' })
    await pass()
    expect(await pull()).toMatchObject({ state: 'open', autoMerge: null })
    expect(await run(2, { autoMerge: 'squash', takeOver: true })).toMatchObject({ autoMerge: 'waiting' })
  })

  test('an update of the branch by theirs, which changes nothing, leaves it as it is, and does not start it', async () => {
    world.github.repository.allowAutoMerge(false)
    await run(2)
    world.github.repository.allowAutoMerge(true)
    await world.github.repository.commitFiles('sync/prod', { 'app/a.yaml': 'a: 2\n' }, 'Update')
    expect(await run(2)).not.toHaveProperty('autoMerge')
    expect(await pull()).toMatchObject({ autoMerge: null })
  })

  test('what a person wants merged stays so for the same content, and no longer', async () => {
    await run(2, {})
    await world.github.repository.setAutoMerge(1, 'merge')
    expect(await run(2, {})).toEqual({ kind: 'unchanged', id: '1', url: expect.any(String) })
    expect(await pull()).toMatchObject({ autoMerge: { by: 'maintainer' } })
    const { proposals } = await world.connect()
    await proposals.stopAutoMerge?.('1', call)
    expect(await pull()).toMatchObject({ autoMerge: { by: 'maintainer' } })
    await run(3, {})
    expect(await pull()).toMatchObject({ autoMerge: null })
  })

  test('what merges itself by tideway’s doing can be stopped, and started again by the next run', async () => {
    await run(2)
    const { proposals } = await world.connect()
    await proposals.stopAutoMerge?.('1', call)
    expect(await pull()).toMatchObject({ state: 'open', autoMerge: null })
    expect(await run(2)).toMatchObject({ autoMerge: 'waiting' })
    for (const id of ['9', 'x']) await proposals.stopAutoMerge?.(id, call)
  })

  test('a merge just before the branch is written keeps its own content, and what is new gets another one', async () => {
    world.github.repository.requireChecks()
    await run(2, {})
    const base = await world.github.repository.resolve('main')
    world.github.emulator.faults.add({
      match: ({ body }) => body.includes('updateRefs'),
      fault: { kind: 'meanwhile', act: () => world.github.repository.mergePull(1) },
    })
    const proposed = await world.propose(3, {
      files: [{ kind: 'write', path: 'app/b.yaml', text: 'b: 3\n' }],
    })
    const { proposals } = await world.connect()
    expect(await proposals.reconcile({ ...proposed, base: base ?? '' }, call)).toMatchObject({
      kind: 'opened',
      id: '2',
    })
    expect(await proposals.state('1', call)).toMatchObject({ kind: 'merged', digest: 'd2' })
    expect(await proposals.state('2', call)).toMatchObject({ kind: 'open', digest: 'd3' })
  })
})

test('a run that is cut off at any request leaves nothing that the next one does not finish', {
  timeout: 120_000,
}, async () => {
  const { repository, emulator } = world.github
  const base = (await repository.resolve('main')) ?? ''
  // Each cut has an environment of its own, on the base as it was.
  const runIn = async (environment: string, value: number) => {
    const wanted = { autoMerge: 'squash', message: `${environment} is ${value}` } as const
    const { proposals } = await world.connect({ environment })
    return proposals.reconcile(await world.propose(value, wanted), call)
  }
  await runIn('counted', 2)
  const before = emulator.requests.length
  await runIn('counted', 3)
  const requests = emulator.requests.length - before
  await repository.closePull(1)
  for (const kind of ['cut-before', 'cut-after'] as const) {
    for (let cut = 0; cut < requests; cut += 1) {
      const environment = `${kind}-${cut}`
      await repository.moveBranch('main', base)
      await runIn(environment, 2)
      emulator.faults.add({ skip: cut, fault: { kind } })
      await runIn(environment, 3).catch(() => undefined)
      expect(emulator.faults.pending()).toEqual([])
      await runIn(environment, 3)
      const [made, ...others] = (await repository.pulls()).filter(
        ({ headRef }) => headRef === `sync/${environment}`,
      )
      expect(made, environment).toMatchObject({ state: 'open', autoMerge: { method: 'squash' } })
      await pass(made?.number)
      expect([await onMain(), others.length], environment).toEqual(['a: 3\n', 0])
    }
  }
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runGit } from '../git/run-git.ts'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()
const branch = 'sync/prod'

const restart = async (options: Parameters<typeof startTestGitHub>[0]) => {
  await world.github.close()
  world = await startTestGitHub(options)
}
const tip = () => world.github.repository.resolve(branch)
const pulls = async () =>
  (await world.github.repository.pulls()).map(({ number, state, title, labels, mergedAt }) => ({
    number,
    state: mergedAt === null ? state : 'merged',
    title,
    labels,
  }))

beforeEach(async () => {
  world = await startTestGitHub()
})
afterEach(async () => {
  expect(await world.github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  await world.github.close()
})

describe('the life of a pull request', () => {
  test('is opened with one commit on the base, signed alike by every run', async () => {
    const { proposals } = await world.connect()
    const outcome = await proposals.reconcile(await world.propose(2), call)
    expect(outcome).toMatchObject({ kind: 'opened', id: '1', url: expect.stringContaining('/o/r/pull/1') })
    expect(await pulls()).toEqual([
      { number: 1, state: 'open', title: 'sync: Import ConfigHub state for prod', labels: ['sync'] },
    ])
    const { repository } = world.github
    expect(await repository.files(branch)).toEqual({ 'app/a.yaml': 'a: 2\n', README: 'hi\n' })
    const format = '%P %an <%ae> %cn <%ce> %s'
    expect(await repository.git(['log', '-1', `--format=${format}`, branch])).toBe(
      `${await repository.resolve('main')} tideway <sync@tideway.dev> tideway <sync@tideway.dev> sync: a is 2`,
    )
    const dates = await repository.git(['log', '--format=%ct', branch])
    expect(new Set(dates.split('\n')).size).toBe(1)

    const first = await tip()
    await repository.deleteBranch(branch)
    await proposals.reconcile(await world.propose(2), call)
    expect(await tip()).toBe(first)
  })

  test('is left alone when it is right: at most four reads with connecting, and no write', async () => {
    const wanted = await world.propose(2)
    await (await world.connect()).proposals.reconcile(wanted, call)
    world.sent()
    const again = await (await world.connect()).proposals.reconcile(wanted, call)
    expect(again).toMatchObject({ kind: 'unchanged', id: '1' })
    expect(world.sent()).toEqual({ reads: 4, writes: 0 })
  })

  test('costs one read beyond connecting and no write when there is nothing to propose', async () => {
    const { proposals } = await world.connect()
    world.sent()
    expect(await proposals.close('Both sides agree.', call)).toEqual({ kind: 'none' })
    expect(world.sent()).toEqual({ reads: 1, writes: 0 })
  })

  test('is updated in place, branch and text', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({
      kind: 'updated',
      id: '1',
    })
    expect(await world.github.repository.files(branch)).toMatchObject({ 'app/a.yaml': 'a: 3\n' })
    expect(await world.github.repository.git(['rev-list', '--count', `main..${branch}`])).toBe('1')
    expect(await proposals.state('1', call)).toEqual({ kind: 'open', digest: 'd3' })
    const retitled = await world.propose(3, { title: 'Other' })
    expect(await proposals.reconcile(retitled, call)).toMatchObject({ kind: 'updated', id: '1' })
    expect(await pulls()).toMatchObject([{ number: 1, title: 'Other', state: 'open' }])
  })

  test('a text that was edited in a browser with the same words is not written again', async () => {
    const { proposals } = await world.connect()
    const wanted = await world.propose(2)
    await proposals.reconcile(wanted, call)
    await world.github.call('PATCH', 'pulls/1', { body: wanted.body.replaceAll('\n', '\r\n') })
    world.sent()
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
    expect(world.sent().writes).toBe(0)
  })

  test('is closed with a reason, and its branch deleted, when the sides agree', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    expect(await proposals.close('Both sides agree.', call)).toMatchObject({ kind: 'closed', id: '1' })
    expect(await tip()).toBeUndefined()
    expect(await pulls()).toMatchObject([{ number: 1, state: 'closed' }])
    expect(world.github.repository.comments(1).map(({ body }) => body)).toEqual([
      expect.stringContaining('Both sides agree.'),
    ])
    // Nobody declined it, so the same content may be offered again.
    expect(await proposals.state('1', call)).toEqual({ kind: 'closed', digest: undefined })
    expect(await proposals.close('Both sides agree.', call)).toEqual({ kind: 'none' })
    expect(await proposals.reconcile(await world.propose(2), call)).toMatchObject({ kind: 'opened', id: '2' })
  })

  test('is closed when the base has the content already, and never opened for it', async () => {
    const { proposals } = await world.connect()
    const wanted = await world.propose(2)
    await proposals.reconcile(wanted, call)
    await world.github.repository.commitFiles('main', { 'app/a.yaml': 'a: 2\n' }, 'By hand')
    const equal = await world.propose(2)
    expect(await proposals.reconcile(equal, call)).toMatchObject({ kind: 'closed', id: '1' })
    expect(world.github.repository.comments(1)[0]?.body).toContain('`main` holds all of this already')
    world.sent()
    expect(await proposals.reconcile(equal, call)).toEqual({ kind: 'none' })
    expect(world.sent()).toEqual({ reads: 4, writes: 0 })
  })

  test.each(['merge', 'squash', 'rebase'] as const)(
    'a %s is told with the commit on the base',
    async (method) => {
      const { proposals } = await world.connect()
      await proposals.reconcile(await world.propose(2), call)
      const commit = await world.github.repository.mergePull(1, { method })
      expect(commit).toBe(await world.github.repository.resolve('main'))
      expect(await proposals.state('1', call)).toEqual({ kind: 'merged', commit, digest: 'd2' })
      // The branch was left behind; the next proposal starts anew.
      expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({
        kind: 'opened',
        id: '2',
      })
      expect(await world.github.repository.git(['rev-list', '--count', `main..${branch}`])).toBe('1')
      await world.github.repository.mergePull(2, { method })
      expect(await proposals.close('Both sides agree.', call)).toEqual({ kind: 'none' })
      expect(await tip()).toBeUndefined()
    },
  )

  test('one that a person closed stays closed with its digest; other content opens another', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    await world.github.repository.closePull(1)
    expect(await proposals.state('1', call)).toEqual({ kind: 'closed', digest: 'd2' })
    expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({ kind: 'opened', id: '2' })
    expect(await pulls()).toMatchObject([
      { number: 1, state: 'closed' },
      { number: 2, state: 'open' },
    ])
  })

  test('what is not a pull request of the repository is unknown', async () => {
    const { proposals } = await world.connect()
    for (const id of ['9', 'x', '0', '../1'])
      expect(await proposals.state(id, call)).toEqual({ kind: 'unknown' })
  })

  test('is found by its digest, the newest first, however it ended', async () => {
    const { proposals } = await world.connect()
    expect(await proposals.find('d2', call)).toBeUndefined()
    await proposals.reconcile(await world.propose(2), call)
    expect(await proposals.find('d2', call)).toBe('1')
    await world.github.repository.closePull(1)
    expect(await proposals.find('d2', call)).toBe('1')
    await proposals.reconcile(await world.propose(2), call)
    expect(await proposals.find('d2', call)).toBe('2')
    await proposals.reconcile(await world.propose(3), call)
    expect(await Promise.all(['d2', 'd3', 'd4'].map((digest) => proposals.find(digest, call)))).toEqual([
      '1',
      '2',
      undefined,
    ])
    // What tideway itself withdrew is no proposal any more.
    await proposals.close('Both sides agree.', call)
    expect(await proposals.find('d3', call)).toBeUndefined()
  })

  test('groups have branches and pull requests of their own, and are listed while these are there', async () => {
    const { proposals } = await world.connect()
    const { groups } = proposals
    const web = groups?.group('web')
    await proposals.reconcile(await world.propose(2), call)
    await web?.reconcile(await world.propose(3, { digest: 'w' }), call)
    await world.github.repository.commitFiles('sync/production--api', { x: '1\n' }, 'Another environment')
    expect(await groups?.names(call)).toEqual(['web'])
    expect((await world.github.repository.pulls()).map(({ headRef }) => headRef)).toEqual([
      'sync/prod',
      'sync/prod--web',
    ])
    expect(await web?.find('w', call)).toBe('2')
    expect(await proposals.find('w', call)).toBeUndefined()
    expect(await web?.close('Both sides agree.', call)).toMatchObject({ kind: 'closed', id: '2' })
    expect(await groups?.names(call)).toEqual([])
    expect(await pulls()).toMatchObject([{ state: 'open' }, { state: 'closed' }])
    for (const name of ['a/b', '', 'a--b', '..', 'a.lock', '-x']) {
      expect(() => groups?.group(name)).toThrow('cannot name a branch')
    }
  })

  test('has its check before anybody sees it, and a check that is refused is only a warning', async () => {
    const check = { name: 'tideway/sync/prod', state: 'success', summary: 'fresh' } as const
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2, { check }), call)
    expect(world.github.repository.statuses((await tip()) ?? '')).toMatchObject([
      { context: 'tideway/sync/prod', state: 'success', description: 'fresh' },
    ])
    world.sent()
    await proposals.reconcile(await world.propose(2, { check }), call)
    expect(world.sent().writes).toBe(0)
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/statuses/' },
      fault: { kind: 'status', status: 403, message: 'Resource not accessible by integration' },
    })
    const warnings: unknown[] = []
    const logger = { debug: () => {}, warn: (...words: unknown[]) => void warnings.push(words) }
    const own = createTestCall({ logger })
    expect(await proposals.reconcile(await world.propose(3, { check }), own)).toMatchObject({
      kind: 'updated',
    })
    expect(JSON.stringify(warnings)).toContain('give it the permission statuses: write')
  })

  test('a clone sees one branch with one commit', async () => {
    const { proposals } = await world.connect()
    for (const value of [2, 3, 4]) await proposals.reconcile(await world.propose(value), call)
    const directory = await mkdtemp(join(tmpdir(), 'clone-'))
    const address = `${world.github.url.replace('//', '//x-access-token:write-token@')}/o/r.git`
    await runGit(['clone', '--quiet', '--', address, 'r'], { directory })
    const clone = { directory: join(directory, 'r') }
    expect(
      (await runGit(['branch', '-r', '--format=%(refname:lstrip=3)'], clone)).trim().split('\n'),
    ).toEqual(['HEAD', 'main', 'sync/prod'])
    expect(await runGit(['log', '--format=%s', 'origin/main..origin/sync/prod'], clone)).toBe(
      'sync: a is 4\n',
    )
    await rm(directory, { recursive: true })
  })
})

describe('the base branch moves on', () => {
  test('elsewhere: the commit is made again on the new tip', async () => {
    const { proposals } = await world.connect()
    const wanted = await world.propose(2)
    await proposals.reconcile(wanted, call)
    const main = await world.github.repository.commitFiles('main', { README: 'new\n' }, 'Docs')
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'updated', id: '1' })
    expect(await world.github.repository.git(['rev-parse', `${branch}^`])).toBe(main)
    expect(await world.github.repository.files(branch)).toEqual({ 'app/a.yaml': 'a: 2\n', README: 'new\n' })
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
  })

  test('in an edited file: a lost race, and nothing is written', async () => {
    const { proposals } = await world.connect()
    const wanted = await world.propose(2)
    await world.github.repository.commitFiles('main', { 'app/a.yaml': 'a: 9\n' }, 'By hand')
    world.sent()
    await expect(proposals.reconcile(wanted, call)).rejects.toMatchObject({
      kind: 'lost-race',
      message: expect.stringContaining('app/a.yaml has changed on main'),
    })
    expect(world.sent().writes).toBe(0)
  })

  test('a commit that was never pushed is named', async () => {
    const { proposals } = await world.connect()
    await expect(
      proposals.reconcile(await world.propose(2, { base: 'f'.repeat(40) }), call),
    ).rejects.toMatchObject({ kind: 'not-found', message: expect.stringContaining('push it') })
  })
})

describe('commits by others on the branch', () => {
  const edit = () => world.github.repository.commitFiles(branch, { 'app/a.yaml': 'a: 7\n' }, 'Fix')

  test('block, with one comment, however often it is run', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    const edited = await edit()
    for (const value of [2, 3]) {
      expect(await proposals.reconcile(await world.propose(value), call)).toMatchObject({
        kind: 'blocked-by-edits',
        id: '1',
        by: 'A Maintainer',
      })
    }
    expect(await proposals.close('Both sides agree.', call)).toMatchObject({ kind: 'blocked-by-edits' })
    expect(await tip()).toBe(edited)
    expect(world.github.repository.comments(1)).toHaveLength(1)
  })

  test('are replaced when the environment is taken over', async () => {
    await (await world.connect()).proposals.reconcile(await world.propose(2), call)
    await edit()
    const { proposals } = await world.connect()
    expect(await proposals.reconcile(await world.propose(3, { takeOver: true }), call)).toMatchObject({
      kind: 'updated',
      id: '1',
    })
    expect(await world.github.repository.git(['rev-list', '--count', `main..${branch}`])).toBe('1')
    expect(await world.github.repository.files(branch)).toMatchObject({ 'app/a.yaml': 'a: 3\n' })
  })

  test('are noticed when they come between reading and writing', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/graphql' },
      fault: { kind: 'meanwhile', act: edit },
    })
    expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({
      kind: 'blocked-by-edits',
    })
    expect(await world.github.repository.files(branch)).toMatchObject({ 'app/a.yaml': 'a: 7\n' })
  })

  test('an update from the base is left where it changes nothing', async () => {
    const { proposals } = await world.connect()
    const wanted = await world.propose(2)
    await proposals.reconcile(wanted, call)
    const { repository } = world.github
    await repository.commitFiles('main', { README: 'new\n' }, 'Docs')
    const tree = (await repository.git(['merge-tree', '--write-tree', branch, 'main'])).split('\n')[0] ?? ''
    const merge = await repository.git(['commit-tree', '-p', branch, '-p', 'main', '-m', 'Merge', tree])
    await repository.moveBranch(branch, merge)
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
    expect(await tip()).toBe(merge)
    await repository.commitFiles('main', { README: 'newer\n' }, 'Docs')
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'blocked-by-edits' })
  })

  test('that a closed pull request still holds do not block', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    await edit()
    await world.github.repository.mergePull(1, { method: 'squash' })
    expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({ kind: 'opened', id: '2' })
  })

  test('without a pull request are an error, and stay when there is nothing to propose', async () => {
    const { proposals } = await world.connect()
    const edited = await edit()
    await expect(proposals.reconcile(await world.propose(2), call)).rejects.toMatchObject({
      kind: 'invalid-request',
      message: expect.stringContaining('commits by A Maintainer and no pull request'),
    })
    expect(await proposals.close('Both sides agree.', call)).toEqual({ kind: 'none' })
    expect(await tip()).toBe(edited)
  })
})

describe('two runs at once', () => {
  test('of the same content: one pull request, one commit', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => world.connect()))
    const wanted = await world.propose(2)
    const outcomes = await Promise.all(runs.map(({ proposals }) => proposals.reconcile(wanted, call)))
    expect(outcomes.map(({ kind }) => kind).filter((kind) => kind === 'opened')).toHaveLength(1)
    expect(await pulls()).toMatchObject([{ number: 1, state: 'open' }])
    expect(await world.github.repository.git(['rev-list', '--count', `main..${branch}`])).toBe('1')
  })

  test('of different content: one pull request, with the content of one of them', async () => {
    const runs = await Promise.all([1, 2].map(() => world.connect()))
    const wanted = await Promise.all([world.propose(2), world.propose(3)])
    await Promise.all(wanted.map((one, index) => runs[index]?.proposals.reconcile(one, call)))
    expect(await pulls()).toHaveLength(1)
    expect(await world.github.repository.git(['rev-list', '--count', `main..${branch}`])).toBe('1')
    const { 'app/a.yaml': text } = await world.github.repository.files(branch)
    expect(['a: 2\n', 'a: 3\n']).toContain(text)
  })
})

test('a branch that another job keeps moving is given up, and told', async () => {
  const { proposals } = await world.connect()
  await proposals.reconcile(await world.propose(2), call)
  const tideway = { name: 'tideway', email: 'sync@tideway.dev' }
  const others = [1, 2, 3, 4]
  world.github.emulator.faults.add({
    match: { method: 'POST', path: '/graphql' },
    times: 3,
    fault: {
      kind: 'meanwhile',
      act: () =>
        world.github.repository.commitFiles(branch, { other: `${others.shift()}\n` }, 'Other', tideway),
    },
  })
  await expect(proposals.reconcile(await world.propose(3), call)).rejects.toMatchObject({
    kind: 'lost-race',
    message: expect.stringContaining('moved by others 3 times'),
  })
  expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({ kind: 'updated' })
})

type Connected = Awaited<ReturnType<typeof world.connect>>

describe.each(['cut-before', 'cut-after'] as const)('a connection that is %s', (kind) => {
  test('at any request of opening, updating and closing is mended by the next run', async () => {
    const check = { name: 'tideway/sync/prod', state: 'success', summary: 'fresh' } as const
    const counted = await world.connect()
    const steps = [2, 3, 'close'] as const
    const perform = async ({ proposals, name }: Connected, value: (typeof steps)[number]) =>
      value === 'close'
        ? proposals.close('Both sides agree.', call)
        : proposals.reconcile(await world.propose(value, { check, message: `${name} is ${value}` }), call)
    const lengths: number[] = []
    for (const value of steps) {
      world.sent()
      await perform(counted, value)
      const { reads, writes } = world.sent()
      lengths.push(reads + writes)
    }
    for (const [step, length] of lengths.entries()) {
      for (let skip = 0; skip < length; skip += 1) {
        // Each cut has an environment of its own, and with it a branch.
        const environment = `${step}-${skip}`
        const headRef = `sync/${environment}`
        const connected = await world.connect({ environment })
        const value = steps[step] ?? 'close'
        for (const before of steps.slice(0, step)) await perform(connected, before)
        world.github.emulator.faults.add({ skip, fault: { kind } })
        const failed = await perform(connected, value).catch((error: unknown) => error)
        if (failed instanceof Error) expect(failed).toMatchObject({ kind: 'unavailable' })
        expect(world.github.emulator.faults.pending()).toEqual([])
        await perform(await world.connect({ environment }), value)
        const made = (await world.github.repository.pulls()).filter((pull) => pull.headRef === headRef)
        const open = made.filter(({ state }) => state === 'open')
        const head = await world.github.repository.resolve(headRef)
        const where = `${kind} at request ${skip} of step ${step}`
        expect(made, where).toHaveLength(1)
        if (step === 2) {
          const comments = world.github.repository.comments(made[0]?.number ?? 0)
          expect([open, head, comments.length], where).toEqual([[], undefined, 1])
        } else {
          expect(open, where).toMatchObject([{ headSha: head, labels: ['sync'] }])
          expect((await world.github.repository.files(headRef))['app/a.yaml'], where).toBe(
            `a: ${steps[step]}\n`,
          )
          expect(world.github.repository.statuses(open[0]?.headSha ?? '')[0], where).toMatchObject({
            state: 'success',
          })
          expect(open[0]?.body, where).toContain(`digest=d${steps[step]}`)
        }
      }
    }
  }, 120_000)
})

describe('an older GitHub Enterprise Server without GraphQL', () => {
  beforeEach(() => restart({ graphql: false }))

  test('keeps a pull request all the same', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    await proposals.reconcile(await world.propose(3), call)
    expect(await world.github.repository.git(['rev-list', '--count', `main..${branch}`])).toBe('1')
    expect(await world.github.repository.files(branch)).toMatchObject({ 'app/a.yaml': 'a: 3\n' })
    await proposals.close('Both sides agree.', call)
    expect(await tip()).toBeUndefined()
  })

  test('does not overwrite a push that it has seen', async () => {
    const { proposals } = await world.connect()
    await proposals.reconcile(await world.propose(2), call)
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/git/commits' },
      fault: {
        kind: 'meanwhile',
        act: () => world.github.repository.commitFiles(branch, { 'app/a.yaml': 'a: 7\n' }, 'Fix'),
      },
    })
    expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({
      kind: 'blocked-by-edits',
    })
    expect(await world.github.repository.files(branch)).toMatchObject({ 'app/a.yaml': 'a: 7\n' })
  })
})

describe('GitHub lags behind', () => {
  test('a new pull request that is not listed yet is not opened twice', async () => {
    await restart({ lag: { listReads: 2, labelTries: 2 } })
    await (await world.connect()).proposals.reconcile(await world.propose(2), call)
    expect(await pulls()).toMatchObject([{ number: 1, labels: ['sync'] }])
    expect(await (await world.connect()).proposals.reconcile(await world.propose(3), call)).toMatchObject({
      kind: 'updated',
      id: '1',
    })
    expect(await pulls()).toHaveLength(1)
  })

  test('labels that cannot be set are only a warning', async () => {
    await restart({ lag: { labelTries: 9 } })
    const warnings: string[] = []
    const logger = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
    const own = createTestCall({ logger })
    expect(await (await world.connect()).proposals.reconcile(await world.propose(2), own)).toMatchObject({
      kind: 'opened',
    })
    expect(warnings).toEqual(['the pull request could not be labelled'])
  })
})

describe('what is proposed', () => {
  test('may be hundreds of files, in several requests and one commit', async () => {
    await restart({ limits: { treeRequestEntries: 100, treeRequestBytes: 1_000_000 } })
    const { proposals } = await world.connect()
    const files = Array.from({ length: 250 }, (_, index) => ({
      kind: 'write' as const,
      path: `many/${index}.yaml`,
      text: `${index}\n${'x'.repeat(8_000)}\n`,
    }))
    const wanted = await world.propose(2, { files })
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'opened' })
    expect(Object.keys(await world.github.repository.files(branch))).toHaveLength(252)
    world.sent()
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
    expect(world.sent()).toEqual({ reads: 3, writes: 0 })
  })

  test('keeps file modes, and deletes what is there', async () => {
    await world.github.repository.seed({
      'bin/run': { content: 'x\n', mode: '100755' },
      'old/gone.yaml': 'a: 1\n',
    })
    const { proposals } = await world.connect()
    const files = [
      { kind: 'write' as const, path: 'bin/run', text: 'y\n' },
      { kind: 'delete' as const, path: 'old/gone.yaml' },
      { kind: 'delete' as const, path: 'old/never.yaml' },
    ]
    await proposals.reconcile(await world.propose(2, { files }), call)
    const listed = await world.github.repository.git([
      'ls-tree',
      '-r',
      '--format=%(objectmode) %(path)',
      branch,
    ])
    expect(listed.split('\n')).toEqual(['100644 README', '100644 app/a.yaml', '100755 bin/run'])
  })

  test('is worked out on a tree that GitHub cuts short', async () => {
    await restart({ limits: { treeEntries: 4 } })
    await world.github.repository.seed({ 'deep/er/b.yaml': 'b: 1\n', 'other/c.yaml': 'c: 1\n' })
    const { proposals } = await world.connect()
    const files = [{ kind: 'write' as const, path: 'deep/er/b.yaml', text: 'b: 2\n' }]
    const wanted = await world.propose(2, { files })
    await proposals.reconcile(wanted, call)
    expect(await world.github.repository.files(branch)).toMatchObject({
      'deep/er/b.yaml': 'b: 2\n',
      'other/c.yaml': 'c: 1\n',
    })
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
  })

  test('has a body within GitHub’s limit, with its digest', async () => {
    const { proposals } = await world.connect()
    const lines = Array.from({ length: 3000 }, (_, index) => `| ${index} | ${'é'.repeat(30)} |`)
    const wanted = await world.propose(2, { body: lines.join('\n') })
    await proposals.reconcile(wanted, call)
    const body = (await world.github.repository.pulls())[0]?.body ?? ''
    expect(body.length).toBeLessThan(65_536)
    expect(body).toMatch(
      /_This is cut short: \d+ more lines did not fit.*\n\n<!-- tideway:env=prod;digest=d2;v=1 -->$/,
    )
    expect(await proposals.state('1', call)).toEqual({ kind: 'open', digest: 'd2' })
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
  })
})

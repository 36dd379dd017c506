import { createServer } from 'node:net'
import { Octokit } from '@octokit/core'
import { AdapterError } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGitHub } from './create-github.ts'
import type { GitHubOptions } from './github-options.ts'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()

beforeEach(async () => {
  world = await startTestGitHub()
})
afterEach(() => world.github.close())

const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!AdapterError.isInstance(error))
    throw new Error('it did not fail with an AdapterError', { cause: error })
  expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain('write-token')
  return error
}

const secondary = { kind: 'secondary-limit', retryAfter: 90 } as const

describe('options', () => {
  test.each([
    [{ repository: 'no-slash' }, 'owner/name'],
    [{ environment: '../x' }, 'environment'],
    [{ environment: 'a..b' }, 'environment'],
    [{ environment: 'a.lock' }, 'environment'],
    [{ environment: 'a--b' }, 'environment'],
    [{ baseUrl: 'ftp://x' }, 'baseUrl'],
    [{ author: { name: 'x<', email: 'x' } }, 'author'],
    [{ octokit: {} as never }, 'Octokit'],
    [{ repos: 'o/r' } as never, 'repos'],
  ])('%j is refused', (wrong: Partial<GitHubOptions>, named) => {
    expect(() => createGitHub({ repository: 'o/r', environment: 'prod', ...wrong })).toThrow(named)
  })

  test('a client can be passed in, and the base be another branch', async () => {
    await world.github.repository.commitFiles('release', { 'app/a.yaml': 'a: 5\n' }, 'Release')
    const octokit = new Octokit({ auth: 'write-token', baseUrl: world.github.url })
    const { proposals } = await world.connect({ octokit, base: 'release' })
    const base = (await world.github.repository.resolve('release')) ?? ''
    await proposals.reconcile(await world.propose(2, { base }), call)
    expect(await world.github.repository.pulls()).toMatchObject([{ baseRef: 'release' }])
  })

  test('the default client makes its pauses', async () => {
    const { proposals } = await world.connect({ throttle: true })
    const start = performance.now()
    await proposals.reconcile(await world.propose(2), call)
    expect(performance.now() - start).toBeGreaterThan(2000)
  })
})

describe('errors tell the way out', () => {
  test('a wrong token', async () => {
    const error = await failure(world.connect({ token: 'wrong' }))
    expect([error.kind, error.next]).toEqual(['unauthorized', 'set or renew the token'])
  })

  test('a repository that the token does not see', async () => {
    const error = await failure(world.connect({ token: 'other-token' }))
    expect([error.kind, error.message]).toEqual([
      'not-found',
      expect.stringContaining('o/r does not exist, or the token does not see it'),
    ])
  })

  test.each(['forbidden', 'not-found'] as const)('a token that may only read (%s)', async (writeRefusal) => {
    await world.github.close()
    world = await startTestGitHub({ beliefs: { writeRefusal } })
    const { proposals, archive } = await world.connect({ token: 'read-token' })
    const error = await failure(proposals.reconcile(await world.propose(2), call))
    expect([error.kind, error.next]).toEqual([
      'forbidden',
      'give it the permission contents: write on this repository',
    ])
    expect((await failure(archive.save({ a: '1' }, undefined, 'm', call))).kind).toBe('forbidden')
  })

  test('a missing permission for pull requests, in GitHub’s words', async () => {
    const { proposals } = await world.connect()
    world.github.emulator.faults.add({
      match: { method: 'POST', path: '/pulls' },
      fault: {
        kind: 'status',
        status: 403,
        message: 'Resource not accessible by integration',
        headers: { 'x-accepted-github-permissions': 'pull_requests=write', 'x-github-request-id': 'AB:1' },
      },
    })
    const error = await failure(proposals.reconcile(await world.propose(2), call))
    expect(error).toMatchObject({ kind: 'forbidden', requestId: 'AB:1' })
    expect(error.next).toContain('pull_requests=write')
    // Nothing half-made: the branch that would have had no pull request is gone again.
    expect(await world.github.repository.resolve('sync/prod')).toBeUndefined()
  })

  test('a base branch that does not exist', async () => {
    const { proposals } = await world.connect({ base: 'trunk' })
    const error = await failure(proposals.reconcile(await world.propose(2), call))
    expect([error.kind, error.message]).toEqual([
      'not-found',
      expect.stringContaining('the repository has no branch trunk; set `base`'),
    ])
  })

  test('an empty repository', async () => {
    const empty = world.github.emulator.createRepository('o/empty')
    const { proposals, archive } = await world.connect({ repository: 'o/empty' })
    const error = await failure(proposals.reconcile(await world.propose(2), call))
    expect([error.kind, error.message]).toEqual([
      'not-found',
      expect.stringContaining('the repository is empty; push a first commit'),
    ])
    expect((await failure(archive.save({ a: '1' }, undefined, 'm', call))).message).toContain('is empty')
    expect(await empty.git(['for-each-ref'])).toBe('')
  })

  test('an archived repository, before and during a run', async () => {
    const live = await world.connect()
    world.github.repository.archive()
    const error = await failure(live.proposals.reconcile(await world.propose(2), call))
    expect([error.kind, error.next]).toEqual(['forbidden', expect.stringContaining('unarchive it')])
    expect((await failure(world.connect())).next).toContain('unarchive it')
    // What only looks may go on looking.
    expect((await world.connect({}, createTestCall({ readOnly: true }))).name).toBe('github:o/r')
  })

  test.each([
    [true, 'explained'],
    [true, 'silent'],
    [false, 'explained'],
    [false, 'silent'],
  ] as const)('a branch that a rule protects (GraphQL: %s, %s)', async (graphql, protectedRef) => {
    await world.github.close()
    world = await startTestGitHub({ graphql, beliefs: { protectedRef } })
    world.github.repository.protect('refs/heads/sync/')
    const { proposals } = await world.connect()
    const error = await failure(proposals.reconcile(await world.propose(2), call))
    expect([error.kind, error.message]).toEqual([
      'forbidden',
      expect.stringContaining('a rule of the repository forbids to write the branch sync/prod: Re'),
    ])
    expect(await world.github.repository.resolve('sync/prod')).toBeUndefined()
    expect(await world.github.repository.pulls()).toEqual([])
  })

  test('a rate limit, with the time to wait', async () => {
    world.github.emulator.faults.add({ fault: secondary })
    expect(await failure(world.connect())).toMatchObject({ kind: 'rate-limited', retryAfterMs: 90_000 })
    const { proposals } = await world.connect()
    world.github.emulator.faults.add({
      match: { path: '/graphql' },
      fault: { kind: 'graphql-rate-limit' },
    })
    expect((await failure(proposals.reconcile(await world.propose(2), call))).kind).toBe('rate-limited')
  })

  test('a proxy’s page, and a server that is not there', async () => {
    world.github.emulator.faults.add({ fault: { kind: 'html', status: 200 } })
    expect((await failure(world.connect())).kind).toBe('invalid-response')
    world.github.emulator.faults.add({ fault: { kind: 'html' } })
    expect((await failure(world.connect())).kind).toBe('unavailable')
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
      })
    })
    const error = await failure(world.connect({ baseUrl: `http://127.0.0.1:${port}` }))
    expect([error.kind, error.message]).toEqual(['unavailable', expect.stringContaining('ECONNREFUSED')])
  })

  test('a run that is cancelled, or may only read', async () => {
    const { proposals, archive } = await world.connect()
    const controller = new AbortController()
    const cancelled = createTestCall({ signal: controller.signal })
    world.github.emulator.faults.add({ skip: 2, fault: { kind: 'latency', milliseconds: 300 } })
    const running = failure(proposals.reconcile(await world.propose(2), cancelled))
    setTimeout(() => controller.abort(), 100)
    expect((await running).kind).toBe('aborted')
    const readOnly = createTestCall({ readOnly: true })
    world.sent()
    const wanted = await world.propose(2)
    for (const write of [
      () => proposals.reconcile(wanted, readOnly),
      () => archive.save({ a: '1' }, undefined, 'm', readOnly),
    ]) {
      await expect(write()).rejects.toMatchObject({ code: 'TIDEWAY_READ_ONLY' })
    }
    expect(world.sent().writes).toBe(0)
  })
})

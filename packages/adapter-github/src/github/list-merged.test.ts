import { Octokit } from '@octokit/core'
import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

let world: TestGitHub
const call = createTestCall()

beforeEach(async () => {
  world = await startTestGitHub()
})
afterEach(() => world.github.close())

const mergeBranch = async (branch: string, body = '') => {
  await world.github.repository.commitFiles(branch, { [branch]: '\n' }, branch)
  const opened = await world.github.call('POST', 'pulls', { title: branch, head: branch, base: 'main', body })
  return world.github.repository.mergePull(Number(opened.at('number')))
}

test('of others, and of another environment, is not listed, whatever its text says', async () => {
  const since = (await world.github.repository.resolve('main')) ?? ''
  const { proposals } = await world.connect()
  const outcome = await proposals.reconcile(await world.propose(2, { digest: 'd2' }), call)
  const marker = '<!-- tideway:env=prod;digest=d2;v=1 -->'
  await mergeBranch('feature', marker)
  await mergeBranch('sync/prod-eu', marker)
  const id = 'id' in outcome ? outcome.id : ''
  const commit = await world.github.repository.mergePull(Number(id), { method: 'squash' })
  world.sent()
  expect(await proposals.merged(since, call)).toEqual([{ id, commit, digest: 'd2' }])
  expect(world.sent()).toEqual({ reads: 2, writes: 0 })
})

/** GitHub, where others have closed a hundred pull requests since, the last of them updated at a time. */
const behindAHundred = (updated: string) => {
  const pull = {
    number: 9,
    node_id: 'PR_9',
    html_url: '',
    state: 'closed',
    title: '',
    body: '',
    labels: [],
    head: { ref: 'feature', sha: '', repo: { full_name: 'o/r' } },
    base: { ref: 'main' },
    merged_at: null,
    merge_commit_sha: null,
    user: null,
    updated_at: updated,
  }
  const answer = async (address: string, init: RequestInit) => {
    const url = new URL(address)
    const page = Number(url.searchParams.get('page'))
    if (!url.pathname.endsWith('/pulls')) return fetch(url, init)
    if (page === 1) return Response.json(Array.from({ length: 100 }, () => pull))
    url.searchParams.set('page', String(page - 1))
    return fetch(url, init)
  }
  const baseUrl = `${world.github.url}/api/v3`
  return new Octokit({ auth: 'write-token', baseUrl, request: { fetch: answer } })
}

test('is found past a hundred newer ones, also since a commit that was never pushed; older ones are not read', async () => {
  const since = (await world.github.repository.resolve('main')) ?? ''
  const { proposals } = await world.connect()
  const outcome = await proposals.reconcile(await world.propose(2, { digest: 'd2' }), call)
  const id = 'id' in outcome ? outcome.id : ''
  const commit = await world.github.repository.mergePull(Number(id))
  const recent = await world.connect({ octokit: behindAHundred(new Date(Date.now() + 1e9).toISOString()) })
  for (const from of [since, 'f'.repeat(40)])
    expect(await recent.proposals.merged(from, call)).toEqual([{ id, commit, digest: 'd2' }])
  const old = await world.connect({ octokit: behindAHundred('2001-01-01T00:00:00Z') })
  expect(await old.proposals.merged(since, call)).toEqual([])
})

test('cannot be told to a token that may not read pull requests', async () => {
  const { proposals } = await world.connect()
  const since = (await world.github.repository.resolve('main')) ?? ''
  world.github.emulator.faults.add({
    match: ({ path }) => /\/pulls\?/.test(path),
    fault: { kind: 'status', status: 403, message: 'Resource not accessible by integration' },
  })
  await expect(proposals.merged(since, call)).rejects.toThrow('pull-requests: read')
})

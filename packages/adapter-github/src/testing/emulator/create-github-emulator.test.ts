import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { expect, test } from 'vitest'
import { createGitHubEmulator } from './create-github-emulator.ts'
import { startTestEmulator } from './start-test-emulator.ts'

test('octokit reads, writes, pages and mutates through it', async () => {
  const github = await startTestEmulator()
  const Client = Octokit.plugin(paginateRest)
  const octokit = new Client({ auth: 'write-token', baseUrl: `${github.url}/api/v3` })
  const at = { owner: 'o', repo: 'r' }

  const base = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...at, ref: 'heads/main' })
  const parent = base.data.object.sha
  const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    ...at,
    base_tree: parent,
    tree: [{ path: 'app/a.yaml', mode: '100644', type: 'blob', content: 'a: 2\n' }],
  })
  const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
    ...at,
    message: 'Sync',
    tree: tree.data.sha,
    parents: [parent],
  })
  const { repository } = await octokit.graphql<{ repository: { id: string } }>(
    'query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { id } }',
    at,
  )
  await octokit.graphql(
    'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
    {
      input: {
        repositoryId: repository.id,
        refUpdates: [{ name: 'refs/heads/sync/prod', beforeOid: '0'.repeat(40), afterOid: commit.data.sha }],
      },
    },
  )
  const pull = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...at,
    title: 'T',
    head: 'sync/prod',
    base: 'main',
  })
  expect(pull.data.head.sha).toBe(commit.data.sha)
  const second = octokit.request('POST /repos/{owner}/{repo}/pulls', {
    ...at,
    title: 'T',
    head: 'sync/prod',
    base: 'main',
  })
  await expect(second).rejects.toThrow(/A pull request already exists for o:sync\/prod/)
  for (const body of ['1', '2', '3']) {
    await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...at,
      issue_number: 1,
      body,
    })
  }
  const comments = await octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...at,
    issue_number: 1,
    per_page: 1,
  })
  expect(comments.map((comment) => comment.body)).toEqual(['1', '2', '3'])
  await github.close()
})

test('a known version is answered with 304, free of charge', async () => {
  const github = await startTestEmulator()
  const first = await github.call('GET', 'git/ref/heads/main')
  const tag = first.headers.get('etag') ?? ''
  const second = await github.call('GET', 'git/ref/heads/main', undefined, { 'if-none-match': tag })
  expect([second.status, second.headers.get('etag')]).toEqual([304, tag])
  expect(second.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'))
  await github.repository.commitFiles('main', { x: '1\n' }, 'X')
  const third = await github.call('GET', 'git/ref/heads/main', undefined, { 'if-none-match': tag })
  expect(third.status).toBe(200)
  await github.close()
})

test('tokens decide what is seen and done', async () => {
  const github = await startTestEmulator()
  const as = async (authorization: string, method = 'GET', path = 'git/ref/heads/main', body?: unknown) => {
    const answer = await github.call(method, path, body, { authorization })
    return [answer.status, answer.at('message')]
  }
  expect(await as('Bearer wrong')).toEqual([401, 'Bad credentials'])
  expect(await as('Bearer read-token')).toEqual([200, 'undefined'])
  expect(await as(`Basic ${btoa('x-access-token:read-token')}`)).toEqual([200, 'undefined'])
  expect(await as('Bearer other-token')).toEqual([404, 'Not Found'])
  const refused = [403, 'Resource not accessible by personal access token']
  expect(await as('Bearer read-token', 'POST', 'labels', { name: 'x' })).toEqual(refused)
  expect((await fetch(`${github.url}/repos/o/r`)).status).toBe(404)
  await github.close()

  const open = await startTestEmulator({ anonymousRead: true, beliefs: { writeRefusal: 'not-found' } })
  expect((await fetch(`${open.url}/repos/o/r`)).status).toBe(200)
  const headers = { authorization: 'Bearer read-token' }
  expect((await open.call('POST', 'labels', { name: 'x' }, headers)).status).toBe(404)
  await open.close()
})

test('requests are counted, and refused when they are used up', async () => {
  const github = await startTestEmulator({ limits: { requests: 2 } })
  await github.call('GET', 'labels')
  const second = await github.call('GET', 'labels')
  expect([second.headers.get('x-ratelimit-limit'), second.headers.get('x-ratelimit-remaining')]).toEqual([
    '2',
    '0',
  ])
  const third = await github.call('GET', 'labels')
  expect([third.status, third.at('message')]).toEqual([403, 'API rate limit exceeded for user ID robot.'])
  expect(github.emulator.requests).toEqual([
    { method: 'GET', path: '/repos/o/r/labels', status: 200, kind: 'read' },
    { method: 'GET', path: '/repos/o/r/labels', status: 200, kind: 'read' },
    { method: 'GET', path: '/repos/o/r/labels', status: 403, kind: 'read' },
  ])
  await github.close()
})

test('what is not modelled is refused, never answered', async () => {
  const github = await startTestEmulator()
  for (const path of ['issues', '/search/issues', 'pulls?author=me']) {
    const answer = await github.call('GET', path)
    expect([answer.status, answer.at('message')]).toEqual([400, expect.stringContaining('does not model')])
  }
  expect((await github.call('GET', 'git/ref/%')).status).toBe(400)
  await github.close()
})

test('a second emulator on the same directory takes up what the first left', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'github-data-'))
  const first = await startTestEmulator({ directory })
  await first.repository.commitFiles('sync/prod', { x: '1\n' }, 'X')
  await first.call('POST', 'pulls', { title: 'Kept', head: 'sync/prod', base: 'main' })
  await first.call('POST', 'issues/1/comments', { body: 'Kept too' })
  const [before] = await first.repository.pulls()
  await first.close()

  const second = await startTestEmulator({ directory, repositories: [] })
  expect(await second.repository.pulls()).toEqual([before])
  expect(second.repository.comments(1)[0]?.body).toBe('Kept too')
  await second.repository.commitFiles('other', { y: '1\n' }, 'Y')
  expect(
    (await second.call('POST', 'pulls', { title: 'Next', head: 'other', base: 'main' })).at('number'),
  ).toBe('2')
  await second.close()
  await rm(directory, { recursive: true })
})

test('the same requests give the same bytes', async () => {
  const tell = async () => {
    const github = await startTestEmulator()
    await github.repository.commitFiles('x', { x: '1\n' }, 'X')
    await github.call('POST', 'pulls', { title: 'T', head: 'x', base: 'main' })
    const sha = await github.repository.mergePull(1, { method: 'squash' })
    const [pull] = await github.repository.pulls()
    await github.close()
    return { sha, pull }
  }
  expect(await tell()).toEqual(await tell())
})

test('answers without a server, under any host', async () => {
  const github = await startTestEmulator()
  const headers = { authorization: 'Bearer read-token' }
  const response = await github.emulator.handle(new Request('https://api.github.com/repos/o/r', { headers }))
  expect(await response.json()).toMatchObject({
    url: 'https://api.github.com/repos/o/r',
    default_branch: 'main',
  })
  await github.close()
})

test('wrong options are refused', () => {
  expect(() => createGitHubEmulator({ tokens: {}, lag: { listReads: -1 } })).toThrow(/listReads/)
  expect(() => createGitHubEmulator({ tokens: {}, repositories: ['../x'] })).toThrow(/not a repository name/)
})

test('a folder is seeded as it is', async () => {
  const github = await startTestEmulator()
  const folder = await mkdtemp(join(tmpdir(), 'github-seed-'))
  await mkdir(join(folder, 'deep/er'), { recursive: true })
  await writeFile(join(folder, 'deep/er/run'), '#!/bin/sh\n', { mode: 0o755 })
  await mkdir(join(folder, '.git'))
  await writeFile(join(folder, '.git/config'), 'x')
  const made = github.emulator.createRepository('o/fresh')
  await made.seedFolder(folder)
  expect(await made.git(['ls-tree', '-r', '--format=%(objectmode) %(path)', 'main'])).toBe(
    '100755 deep/er/run',
  )
  await made.setHead('trunk')
  expect((await github.call('GET', '/repos/o/fresh')).at('default_branch')).toBe('trunk')
  await github.close()
  await rm(folder, { recursive: true })
})

test('leaves no process behind, not even where it is asked after its end', async () => {
  const running = () => process.getActiveResourcesInfo().filter((one) => one === 'ProcessWrap').length
  const before = running()
  const directory = await mkdtemp(join(tmpdir(), 'github-'))
  const github = await startTestEmulator({ directory })
  const main = (await github.repository.resolve('main')) ?? ''
  const change = await github.commit(main, { 'app/a.yaml': 'a: 2\n' })
  await github.call('GET', `compare/${main}...${change}`)
  await github.repository.resolve(main.slice(0, 10))
  await github.call('POST', 'git/refs', { ref: 'refs/heads/passing', sha: main })
  await github.call('DELETE', 'git/refs/heads/passing')
  expect(running()).toBeGreaterThanOrEqual(before + 3)
  await github.close()
  await expect.poll(running, { timeout: 10_000 }).toBe(before)
  await expect(github.repository.resolve(main.slice(0, 10))).rejects.toThrow('ended')
  await expect(github.repository.moveBranch('main', main)).rejects.toThrow('closed')
  expect(running()).toBe(before)
  await rm(directory, { recursive: true })
})

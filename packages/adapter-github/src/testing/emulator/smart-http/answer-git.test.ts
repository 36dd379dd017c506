import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitEnvironment } from '../git/git-environment.ts'
import { startTestEmulator, type TestEmulator } from '../start-test-emulator.ts'

const run = promisify(execFile)

let github: TestEmulator
let folder: string

const remote = (token = 'write-token') =>
  `${github.url.replace('http://', `http://x-access-token:${token}@`)}/o/r.git`
const git = async (...args: readonly string[]) => (await run('git', args, { cwd: folder })).stdout.trim()
const clone = (...options: readonly string[]) => git('clone', '--quiet', ...options, remote(), '.')
const commit = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(folder, name), content)
  await git('add', '.')
  await git('commit', '--quiet', '-m', name)
  return git('rev-parse', 'HEAD')
}

beforeEach(async () => {
  github = await startTestEmulator()
  folder = await mkdtemp(join(tmpdir(), 'github-clone-'))
})
afterEach(async () => {
  expect(await github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  await github.close()
  await rm(folder, { recursive: true })
})

test('clones and pushes, and a pull request follows the push', async () => {
  await clone()
  await git('checkout', '--quiet', '-b', 'sync/prod')
  await commit('one', '1\n')
  await git('push', '--quiet', 'origin', 'sync/prod')
  await github.call('POST', 'pulls', { title: 'T', head: 'sync/prod', base: 'main' })
  const second = await commit('two', '2\n')
  await git('push', '--quiet', 'origin', 'sync/prod')
  expect((await github.call('GET', 'pulls/1')).at('head.sha')).toBe(second)
  await git('push', '--quiet', 'origin', ':sync/prod')
  expect((await github.call('GET', 'pulls/1')).at('state')).toBe('closed')
  await git('fetch', '--quiet', 'origin', 'refs/pull/1/head')
  expect(await git('rev-parse', 'FETCH_HEAD')).toBe(second)
})

test('honours a lease: a stale one is refused, the right one moves the branch', async () => {
  await clone()
  const seen = await git('rev-parse', 'HEAD')
  const theirs = await github.repository.commitFiles('main', { theirs: '1\n' }, 'Theirs')
  const ours = await commit('ours', '1\n')
  await expect(git('push', '--quiet', `--force-with-lease=main:${seen}`, 'origin', 'main')).rejects.toThrow(
    /stale info/,
  )
  expect(await github.repository.resolve('main')).toBe(theirs)
  await git('push', '--quiet', `--force-with-lease=main:${theirs}`, 'origin', 'main')
  expect(await github.repository.resolve('main')).toBe(ours)
})

test('carries refs of other namespaces, a shallow clone, and a push of 4 MB', async () => {
  await github.repository.commitFiles('main', { more: '1\n' }, 'More')
  await clone('--depth=1')
  expect(await git('rev-list', '--count', 'HEAD')).toBe('1')
  const big = await commit('big', randomBytes(4 * 1024 * 1024))
  await git('push', '--quiet', 'origin', 'HEAD:refs/tideway/prod')
  expect(await github.repository.resolve('refs/tideway/prod')).toBe(big)
})

test('lets one of two pushes win', async () => {
  await clone()
  const base = await git('rev-parse', 'HEAD')
  const first = await commit('first', '1\n')
  await git('checkout', '--quiet', '--detach', base)
  const second = await commit('second', '2\n')
  const results = await Promise.allSettled(
    [first, second].map((oid) => git('push', '--quiet', 'origin', `${oid}:refs/heads/main`)),
  )
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await github.repository.resolve('main')).toBe(results[0]?.status === 'fulfilled' ? first : second)
})

test('refuses wrong tokens, readers who push, and repositories that may not be seen', async () => {
  await expect(git('clone', remote('wrong'), '.')).rejects.toThrow(/Authentication failed/)
  await expect(git('clone', remote('other-token'), '.')).rejects.toThrow(/not found/)
  await git('clone', '--quiet', remote('read-token'), '.')
  await commit('mine', '1\n')
  await expect(git('push', 'origin', 'main')).rejects.toThrow(/403/)
})

test('keeps the refs of pull requests to itself', async () => {
  await clone()
  await expect(git('push', 'origin', 'HEAD:refs/pull/1/head')).rejects.toThrow(/hidden ref/)
})

test('understands a compressed body of protocol version 2', async () => {
  const response = await fetch(`${github.url}/o/r.git/git-upload-pack`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('x-access-token:read-token')}`,
      'content-type': 'application/x-git-upload-pack-request',
      'content-encoding': 'gzip',
      'git-protocol': 'version=2',
    },
    body: gzipSync('0014command=ls-refs\n0000'),
  })
  expect(response.headers.get('content-type')).toBe('application/x-git-upload-pack-result')
  expect(await response.text()).toContain(`${await github.repository.resolve('main')} refs/heads/main`)
  expect(github.emulator.requests.map((request) => request.kind)).toEqual(['read'])
})

test('reads without a token only where that is allowed', async () => {
  await expect(git('clone', `${github.url}/o/r.git`, '.')).rejects.toThrow(/terminal prompts disabled/)
  const open = await startTestEmulator({ anonymousRead: true })
  await git('clone', '--quiet', `${open.url}/o/r.git`, '.')
  await commit('mine', '1\n')
  await expect(git('push', 'origin', 'main')).rejects.toThrow(/terminal prompts disabled/)
  await open.close()
})

test('greets readers of protocol version 2 alike in every repository, in the words of Git', async () => {
  const other = github.emulator.createRepository('o/second')
  const greet = async (name: string) => {
    const headers = {
      authorization: `Basic ${btoa('x-access-token:write-token')}`,
      'git-protocol': 'version=2',
    }
    const address = `${github.url}/o/${name}.git/info/refs?service=git-upload-pack`
    return (await fetch(address, { headers })).text()
  }
  const backend = ['upload-pack', '--stateless-rpc', '--http-backend-info-refs', other.directory]
  const environment = { ...gitEnvironment, GIT_PROTOCOL: 'version=2' }
  const { stdout } = await run('git', backend, { env: environment })
  expect([await greet('r'), await greet('second')]).toEqual([stdout, stdout])
})

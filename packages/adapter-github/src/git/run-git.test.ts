import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runGitProcess } from './git-process.ts'
import { runGit } from './run-git.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'run-git-'))
  await runGit(['init', '--quiet', '--initial-branch=main'], { directory })
})
afterAll(() => rm(directory, { recursive: true }))

test('answers what Git wrote, and feeds it', async () => {
  const id = await runGit(['hash-object', '-w', '--stdin'], { directory, input: 'é\n' })
  expect(await runGit(['cat-file', 'blob', id.trim()], { directory })).toBe('é\n')
})

test('passes arguments as they are', async () => {
  const value = '$(touch x); "quoted"\n*'
  await runGit(['config', 'test.value', value], { directory })
  expect(await runGit(['config', '-z', '--get', 'test.value'], { directory })).toBe(`${value}\0`)
})

test('ignores variables that name another repository, and adds those that are given', async () => {
  process.env['GIT_DIR'] = '/nowhere'
  try {
    expect(await runGit(['rev-parse', '--git-dir'], { directory })).toBe('.git\n')
  } finally {
    delete process.env['GIT_DIR']
  }
  const environment = { GIT_AUTHOR_NAME: 'Somebody' }
  expect(await runGit(['var', 'GIT_AUTHOR_IDENT'], { directory, environment })).toContain('Somebody <')
})

test('tells why it failed', async () => {
  await expect(runGit(['cat-file', '-t', 'none'], { directory, endpoint: 'git:x' })).rejects.toMatchObject({
    kind: 'invalid-request',
    endpoint: 'git:x',
    message: expect.stringContaining('git cat-file failed: Not a valid object name none'),
  })
  expect(await runGitProcess(['cat-file', '-e', 'f'.repeat(40)], { directory })).toMatchObject({ code: 1 })
  await expect(runGit(['status'], { directory: tmpdir() })).rejects.toMatchObject({ kind: 'not-found' })
  await expect(runGit(['status'], { directory: join(directory, 'none') })).rejects.toMatchObject({
    kind: 'not-found',
  })
})

test('leaves the password of an address out', async () => {
  const server = createServer((_, response) => response.writeHead(401).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const url = `http://me:hunter2@127.0.0.1:${port}/r.git`
  const failed = await runGit(['ls-remote', '--', url], { directory }).catch((error: unknown) =>
    String(error),
  )
  expect(failed).toContain('TIDEWAY_UNAUTHORIZED')
  expect(failed).not.toContain('hunter2')
  await new Promise((resolve) => server.close(resolve))
})

test('ends a process that takes too long, writes too much, or is no longer wanted', async () => {
  const sleep = ['-c', 'alias.pause=!sleep 60', 'pause']
  const start = performance.now()
  await expect(runGit(sleep, { directory, timeoutMs: 200 })).rejects.toMatchObject({ kind: 'unavailable' })
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 200)
  await expect(runGit(sleep, { directory, signal: controller.signal })).rejects.toMatchObject({
    kind: 'aborted',
  })
  await expect(runGit(sleep, { directory, signal: controller.signal })).rejects.toMatchObject({
    kind: 'aborted',
  })
  const input = 'x'.repeat(100_000)
  const id = (await runGit(['hash-object', '-w', '--stdin'], { directory, input })).trim()
  await expect(runGit(['cat-file', 'blob', id], { directory, maxBytes: 1000 })).rejects.toMatchObject({
    kind: 'limit-exceeded',
  })
  expect(performance.now() - start).toBeLessThan(10_000)
})

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Archive } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runGit } from '../git/run-git.ts'
import { startTestEmulator, type TestEmulator } from '../testing/emulator/start-test-emulator.ts'
import { serve } from '../testing/serve.ts'
import { createGitArchive, type GitArchiveOptions } from './create-git-archive.ts'

const call = createTestCall()
const ref = 'refs/tideway/prod'
const files = {
  'archive.json': '{}\n',
  'base/web.yaml': 'a: "é"\n',
  'base/"odd\\ name".yaml': '',
  no: 'newline',
}
let template: string
let root: string
let directory: string

const connect = async (options: Partial<GitArchiveOptions> = {}): Promise<Archive> => {
  const { archive } = await createGitArchive({ directory, environment: 'prod', ...options }).connect(call)
  if (archive === undefined) throw new Error('it keeps an archive')
  return archive
}
const git = (...args: readonly string[]) => runGit(args, { directory })

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'git-archive-template-'))
  await runGit(['init', '--quiet', '--initial-branch=main'], { directory: template })
  await runGit(['commit', '--quiet', '--allow-empty', '--message=First'], { directory: template })
})
afterAll(() => rm(template, { recursive: true }))
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'git-archive-'))
  directory = join(root, 'r')
  await cp(template, directory, { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

describe('in the repository itself', () => {
  test('holds what was saved, with its history, and touches nothing else', async () => {
    const archive = await connect()
    expect(await archive.load(call)).toBeUndefined()
    expect(await archive.token(call)).toBeUndefined()
    const first = await archive.save(files, undefined, 'adopt', call)
    if (first.kind !== 'saved') throw new Error('lost')
    expect(await archive.load(call)).toEqual({ token: first.token, files })
    const less = { 'archive.json': '{"a":1}\n' }
    const second = await archive.save(less, first.token, 'publish', call)
    expect(second).toEqual({ kind: 'saved', token: await archive.token(call) })
    expect(await (await connect()).load(call)).toMatchObject({ files: less })
    expect(await git('log', '--format=%s, %an <%ae>, %cI', ref)).toBe(
      'publish, tideway <sync@tideway.dev>, 2026-01-01T00:00:00+00:00\n' +
        'adopt, tideway <sync@tideway.dev>, 2026-01-01T00:00:00+00:00\n',
    )
    expect(await git('for-each-ref', '--format=%(refname)')).toBe(`refs/heads/main\n${ref}\n`)
    expect(await git('status', '--porcelain')).toBe('')
    expect(await git('fsck', '--strict')).toBe('')
  })

  test('a save from an outdated token, or none, is lost', async () => {
    const archive = await connect()
    const first = await archive.save(files, undefined, 'm', call)
    if (first.kind !== 'saved') throw new Error('lost')
    await archive.save(files, first.token, 'm', call)
    for (const expected of [undefined, first.token, 'f'.repeat(40)]) {
      expect(await archive.save(files, expected, 'm', call)).toEqual({ kind: 'lost-race' })
    }
  })

  test('of twenty savers at once, even of the same content, exactly one wins', async () => {
    const archive = await connect()
    const before = await archive.save(files, undefined, 'm', call)
    if (before.kind !== 'saved') throw new Error('lost')
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => archive.save(files, before.token, 'race', call)),
    )
    const tokens = outcomes.flatMap((outcome) => (outcome.kind === 'saved' ? [outcome.token] : []))
    expect(tokens).toEqual([await archive.token(call)])
  })

  test('refuses to write in a run that may only read, and wrong options', async () => {
    const archive = await connect()
    const readOnly = createTestCall({ readOnly: true })
    await expect(archive.save(files, undefined, 'm', readOnly)).rejects.toMatchObject({
      code: 'TIDEWAY_READ_ONLY',
    })
    expect(() => createGitArchive({ directory, environment: 'a/b' })).toThrow('environment')
    expect(() => createGitArchive({ directory, environment: 'a', remote: '--upload-pack=x' })).toThrow(
      'remote',
    )
    await expect(connect({ directory: root })).rejects.toMatchObject({ kind: 'not-found' })
  })

  test('what is not text is not read as something else', async () => {
    const blob = await runGit(['hash-object', '-w', '--stdin'], {
      directory,
      input: new Uint8Array([0xff, 0xfe]),
    })
    const tree = await runGit(['mktree'], { directory, input: `100644 blob ${blob.trim()}\tarchive.json\n` })
    const commit = await git('commit-tree', '-m', 'Odd', tree.trim())
    await git('update-ref', ref, commit.trim())
    await expect((await connect()).load(call)).rejects.toMatchObject({
      kind: 'invalid-response',
      message: expect.stringContaining('archive.json'),
    })
  })
})

describe('at a remote', () => {
  let github: TestEmulator
  let remote: string

  beforeEach(async () => {
    github = await startTestEmulator()
    remote = `${github.url.replace('//', '//x-access-token:write-token@')}/o/r.git`
  })
  afterEach(async () => {
    expect(await github.repository.git(['fsck', '--strict', '--no-dangling'])).toBe('')
    await github.close()
  })

  test('is shared by clones', async () => {
    const other = join(root, 'other')
    await cp(directory, other, { recursive: true })
    const [here, there] = [await connect({ remote }), await connect({ remote, directory: other })]
    expect(await there.load(call)).toBeUndefined()
    const first = await here.save(files, undefined, 'm', call)
    if (first.kind !== 'saved') throw new Error('lost')
    expect(await github.repository.resolve(ref)).toBe(first.token)
    expect(await there.load(call)).toEqual({ token: first.token, files })
    const second = await there.save({ a: '1' }, first.token, 'm', call)
    expect(second.kind).toBe('saved')
    expect(await here.save(files, first.token, 'm', call)).toEqual({ kind: 'lost-race' })
    expect(await here.load(call)).toMatchObject({ files: { a: '1' } })
    await github.repository.git(['update-ref', '-d', ref])
    expect(await here.load(call)).toBeUndefined()
  })

  test('of twelve pushers at once, exactly one wins', async () => {
    const archive = await connect({ remote })
    for (const content of [undefined, files]) {
      const before = await archive.token(call)
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, () => archive.save(content ?? { a: '1' }, before, 'race', call)),
      )
      const tokens = outcomes.flatMap((outcome) => (outcome.kind === 'saved' ? [outcome.token] : []))
      expect(tokens).toEqual([await github.repository.resolve(ref)])
    }
  })

  test('another push in between is a lost race', async () => {
    const archive = await connect({ remote })
    await archive.save(files, undefined, 'm', call)
    const before = await archive.token(call)
    const main = (await github.repository.resolve('main')) ?? ''
    github.emulator.faults.add({
      match: { method: 'POST', path: '/git-receive-pack' },
      fault: { kind: 'meanwhile', act: () => github.repository.git(['update-ref', ref, main]) },
    })
    expect(await archive.save({ a: '2' }, before, 'm', call)).toEqual({ kind: 'lost-race' })
    expect(await github.repository.resolve(ref)).toBe(main)
  })

  test.each(['cut-before', 'cut-after'] as const)('a push whose connection is %s', async (kind) => {
    const archive = await connect({ remote })
    // curl sends a request again by itself where a kept connection was cut before an answer.
    const times = 5
    github.emulator.faults.add({
      match: { method: 'POST', path: '/git-receive-pack' },
      times,
      fault: { kind },
    })
    const outcome = await archive.save(files, undefined, 'm', call).catch((error: unknown) => error)
    const now = await archive.token(call)
    if (kind === 'cut-before') expect([outcome, now]).toMatchObject([{ kind: 'unavailable' }, undefined])
    else expect(outcome).toEqual({ kind: 'saved', token: now })
    expect(String(outcome)).not.toContain('write-token')
  })

  test.each(['', '<html>Sign in</html>'])(
    'the page %j in place of a Git server is no empty one',
    async (page) => {
      const proxy = await serve(async () => new Response(page))
      const archive = await connect({ remote: `${proxy.url}/o/r.git` })
      await expect(archive.load(call)).rejects.toMatchObject({ kind: 'invalid-response' })
      await expect(archive.token(call)).rejects.toMatchObject({ kind: 'invalid-response' })
      await proxy.close()
    },
  )

  test('a credential that may only read, or is wrong, is named as the reason', async () => {
    for (const [token, kind] of [
      ['read-token', 'forbidden'],
      ['none', 'unauthorized'],
    ]) {
      const archive = await connect({ remote: remote.replace('write-token', String(token)) })
      const failed = await archive.save(files, undefined, 'm', call).catch((error: unknown) => error)
      expect(failed).toMatchObject({ kind })
      expect(String(failed)).not.toContain(`:${token}@`)
    }
  })
})

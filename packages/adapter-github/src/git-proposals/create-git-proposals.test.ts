import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Proposal, ProposalSink } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runGit } from '../git/run-git.ts'
import { serve } from '../testing/serve.ts'
import { createGitProposals } from './create-git-proposals.ts'
import type { GitProposalsOptions } from './git-proposals-options.ts'

let template: string
let root: string
let server: string
let clone: string
const call = createTestCall()
const branch = 'sync/prod'

const onServer = async (...args: readonly string[]) => (await runGit(args, { directory: server })).trim()
const inClone = async (...args: readonly string[]) => (await runGit(args, { directory: clone })).trim()
const tip = () => onServer('for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`)

/** A person commits to a branch of the server. */
const commitAs = async (name: string, onto: string, file: string, text: string) => {
  const ref = `refs/heads/${onto}`
  const person = `${name} <${name}@example.com> now`
  const stream = [
    `commit ${ref}\nmark :1\nauthor ${person}\ncommitter ${person}\ndata 6\nChange\nfrom ${ref}^0\n`,
    `M 644 inline ${file}\ndata ${Buffer.byteLength(text)}\n${text}\nget-mark :1\ndone\n`,
  ]
  const args = ['fast-import', '--quiet', '--done', '--date-format=now']
  return (await runGit(args, { directory: server, input: stream.join('') })).trim()
}

const connect = async (more: Partial<GitProposalsOptions> = {}): Promise<ProposalSink> => {
  const adapter = createGitProposals({ directory: clone, remote: 'origin', environment: 'prod', ...more })
  const { proposals } = await adapter.connect(call)
  if (proposals === undefined) throw new Error('there are proposals')
  return proposals
}

const propose = async (value: number, more: Partial<Proposal> = {}): Promise<Proposal> => ({
  title: 'T',
  body: 'B',
  labels: [],
  base: await onServer('rev-parse', 'main'),
  files: [{ kind: 'write', path: 'a.yaml', text: `a: ${value}\n` }],
  message: `sync: a is ${value}\n\nConfigHub-Revision: s/a@${value}\n`,
  digest: `d${value}`,
  ...more,
})

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'git-proposals-template-'))
  const seed = join(template, 'seed')
  await runGit(['init', '--quiet', '--bare', '--initial-branch=main', 'server.git'], { directory: template })
  await runGit(['clone', '--quiet', '--', 'server.git', 'seed'], { directory: template })
  // So that the copies push to the server beside them.
  await runGit(['remote', 'set-url', 'origin', '../server.git'], { directory: seed })
  await writeFile(join(seed, 'a.yaml'), 'a: 1\n')
  await runGit(['add', '-A'], { directory: seed })
  const person = ['-c', 'user.name=P', '-c', 'user.email=p@example.com']
  await runGit([...person, 'commit', '-qm', 'Seed'], { directory: seed })
  await runGit(['push', '--quiet', '--set-upstream', 'origin', 'HEAD:main'], { directory: seed })
  await cp(seed, join(template, 'clone'), { recursive: true })
})
afterAll(() => rm(template, { recursive: true }))
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'git-proposals-'))
  server = join(root, 'server.git')
  clone = join(root, 'clone')
  await cp(template, root, { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

describe('a proposal on any Git server', () => {
  test('is one commit on one branch, updated in place, and left alone when it is right', async () => {
    const proposals = await connect()
    const opened = await proposals.reconcile(await propose(2), call)
    expect(opened).toMatchObject({ kind: 'opened', url: 'origin sync/prod' })
    const first = await tip()
    expect(await (await connect()).reconcile(await propose(2), call)).toEqual({
      ...opened,
      kind: 'unchanged',
    })
    expect(await tip()).toBe(first)
    expect(await proposals.reconcile(await propose(3), call)).toEqual({ ...opened, kind: 'updated' })
    expect(await onServer('log', '--format=%an %s', `main..${branch}`)).toBe('tideway sync: a is 3')
    expect(await onServer('log', '-1', '--format=%(trailers:only,unfold)', branch)).toBe(
      `ConfigHub-Revision: s/a@3\nTideway-Digest: d3\nTideway-Branch: sync/prod\nTideway-Proposal: ${'id' in opened && opened.id}`,
    )
    expect(await inClone('status', '--porcelain')).toBe('')
    expect(await inClone('branch', '--format=%(refname)')).toBe('refs/heads/main')
  })

  test('is made again on the new tip of the base, and refused where an edited file has changed there', async () => {
    const proposals = await connect()
    const wanted = await propose(2)
    await proposals.reconcile(wanted, call)
    const main = await commitAs('olga', 'main', 'b.yaml', 'b: 1\n')
    expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'updated' })
    expect(await onServer('rev-parse', `${branch}^`)).toBe(main)
    await commitAs('olga', 'main', 'a.yaml', 'a: 9\n')
    await expect(proposals.reconcile(wanted, call)).rejects.toMatchObject({ kind: 'lost-race' })
  })

  test('goes away when the sides agree, or the base has the content already', async () => {
    const proposals = await connect()
    const opened = await proposals.reconcile(await propose(2), call)
    expect(await proposals.close('Both sides agree.', call)).toEqual({ ...opened, kind: 'closed' })
    expect(await tip()).toBe('')
    expect(await proposals.close('Both sides agree.', call)).toEqual({ kind: 'none' })
    await proposals.reconcile(await propose(2), call)
    await commitAs('olga', 'main', 'a.yaml', 'a: 2\n')
    expect(await proposals.reconcile(await propose(2), call)).toMatchObject({ kind: 'closed' })
    expect(await tip()).toBe('')
  })

  test.each(['merge', 'squash', 'fast-forward'])(
    'a %s is told, and what comes next is another',
    async (how) => {
      const proposals = await connect()
      const since = await onServer('rev-parse', 'main')
      const opened = await proposals.reconcile(await propose(2), call)
      const id = 'id' in opened ? opened.id : ''
      expect(await proposals.state(id, call)).toEqual({ kind: 'open', digest: 'd2' })
      expect(await proposals.current(call)).toEqual({ id, digest: 'd2' })
      expect(await proposals.find('d2', call)).toBe(id)
      await commitAs('olga', 'main', 'before.yaml', 'x\n')
      await proposals.reconcile(await propose(2), call)
      const person = ['-c', 'user.name=P', '-c', 'user.email=p@example.com']
      const directory = join(root, 'seed')
      await runGit(['fetch', '--quiet', 'origin'], { directory })
      await runGit(['reset', '--quiet', '--hard', 'origin/main'], { directory })
      const flag = { merge: '--no-ff', squash: '--squash', 'fast-forward': '--ff-only' }[how] ?? ''
      await runGit([...person, 'merge', '--quiet', flag, `origin/${branch}`], { directory })
      const message = (await runGit(['log', '-1', '--format=%B', `origin/${branch}`], { directory })).trim()
      if (how === 'squash')
        await runGit([...person, 'commit', '-qm', `Squashed\n\n${message}`], { directory })
      await runGit(['push', '--quiet', 'origin', 'HEAD:main'], { directory })
      const commit = await onServer('rev-parse', 'main')
      expect(await proposals.state(id, call)).toEqual({ kind: 'merged', commit, digest: 'd2' })
      expect(await proposals.find('d2', call)).toBe(id)
      expect(await proposals.current(call)).toBeUndefined()
      const merged = [{ id, commit, digest: 'd2' }]
      expect(await proposals.merged(since, call)).toEqual(merged)
      expect(await proposals.merged(commit, call)).toEqual([])
      expect(await proposals.merged('f'.repeat(40), call)).toEqual(merged)
      expect(await proposals.groups?.group('web').merged(since, call)).toEqual([])
      const next = await proposals.reconcile(await propose(3), call)
      expect(next).toMatchObject({ kind: 'opened' })
      expect('id' in next && next.id).not.toBe(id)
      expect(await proposals.state(id, call)).toMatchObject({ kind: 'merged' })
    },
  )

  test('is not written over what a person committed, unless it is told to', async () => {
    const proposals = await connect()
    await proposals.reconcile(await propose(2), call)
    const edited = await commitAs('rita', branch, 'a.yaml', 'a: 7\n')
    const blocked = await proposals.reconcile(await propose(3), call)
    expect(blocked).toMatchObject({ kind: 'blocked-by-edits', by: expect.any(String) })
    expect(await proposals.close('Both sides agree.', call)).toEqual({ kind: 'none' })
    expect(await tip()).toBe(edited)
    const taken = await propose(3, { takeOver: true })
    expect(await proposals.reconcile(taken, call)).toMatchObject({ kind: 'updated' })
    expect(await onServer('show', `${branch}:a.yaml`)).toBe('a: 3')
  })

  test('may keep a commit of a person that changes nothing, as long as the base has not moved on', async () => {
    const proposals = await connect()
    await proposals.reconcile(await propose(2), call)
    await commitAs('rita', branch, 'a.yaml', 'a: 2\n')
    expect(await proposals.reconcile(await propose(2), call)).toMatchObject({ kind: 'unchanged' })
    const main = await commitAs('olga', 'main', 'a.yaml', 'a: 1\n')
    expect(await proposals.reconcile(await propose(2), call)).toMatchObject({ kind: 'blocked-by-edits' })
    await proposals.reconcile(await propose(2, { takeOver: true }), call)
    expect(await onServer('rev-parse', `${branch}^`)).toBe(main)
  })

  test('of two runs at once is one', async () => {
    const runs = await Promise.all(
      [2, 3].map(async (value) => ({ sink: await connect(), wanted: await propose(value) })),
    )
    await Promise.all(runs.map(({ sink, wanted }) => sink.reconcile(wanted, call)))
    expect(await onServer('rev-list', '--count', `main..${branch}`)).toBe('1')
  })

  test('has groups beside it', async () => {
    const { groups, ...proposals } = await connect()
    await proposals.reconcile(await propose(2), call)
    await groups?.group('web').reconcile(await propose(3), call)
    expect(await groups?.names(call)).toEqual(['web'])
    expect(await groups?.group('web').close('Both sides agree.', call)).toMatchObject({ kind: 'closed' })
    expect(await groups?.names(call)).toEqual([])
    expect(() => groups?.group('a/b')).toThrow('cannot name a branch')
  })
})

describe('errors tell the way out', () => {
  test('of options, of paths, and of a run that may only read', async () => {
    for (const wrong of [{ environment: '../x' }, { remote: '--upload-pack=x' }, { directory: '' }]) {
      expect(() =>
        createGitProposals({ directory: clone, remote: 'origin', environment: 'prod', ...wrong }),
      ).toThrow('TIDEWAY_CONFIG_INVALID')
    }
    const proposals = await connect({ folder: 'deploy' })
    await expect(proposals.reconcile(await propose(2), call)).rejects.toThrow('outside of deploy')
    const readOnly = createTestCall({ readOnly: true })
    await expect((await connect()).reconcile(await propose(2), readOnly)).rejects.toThrow('TIDEWAY_READ_ONLY')
    expect(await tip()).toBe('')
  })

  test('of a base that is not there, an empty server, and a hook that says no', async () => {
    const unknown = await connect({ base: 'trunk' })
    await expect(unknown.reconcile(await propose(2), call)).rejects.toThrow(
      'the repository has no branch trunk',
    )
    const empty = join(root, 'empty.git')
    await runGit(['init', '--quiet', '--bare', empty], { directory: root })
    await expect(connect({ remote: empty })).rejects.toThrow('is empty')
    await writeFile(
      join(server, 'hooks/pre-receive'),
      '#!/bin/sh\necho protected branch hook declined >&2\nexit 1\n',
      {
        mode: 0o755,
      },
    )
    await expect((await connect()).reconcile(await propose(2), call)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    expect(await tip()).toBe('')
  })
})

test('an empty page in place of a Git server is nothing that is known, and errors show no credential', async () => {
  const proxy = await serve(async () => new Response(''))
  const remote = `${proxy.url.replace('//', '//me:hunter2@')}/o/r.git`
  const fail = (run: () => Promise<unknown>) => run().catch((error: unknown) => String(error))
  const proposals = await connect({ remote, base: 'main' })
  expect(await fail(() => connect({ remote }))).toMatch(/^(?!.*hunter2).*is empty, or does not say/s)
  for (const run of [() => proposals.find('first', call), async () => proposals.groups?.names(call)])
    expect(await fail(run)).toMatch(/^(?!.*hunter2).*else than a Git server answers/s)
  await proxy.close()
})

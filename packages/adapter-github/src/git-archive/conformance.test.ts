import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ArchiveSetup, archiveSuite, type Harness, type Provocation } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { describe, it } from 'vitest'
import { runGit } from '../git/run-git.ts'
import type { Fault } from '../testing/emulator/faults/fault.ts'
import { readCommit } from '../testing/emulator/git/commit.ts'
import { type GitRepository, openGitRepository } from '../testing/emulator/git/git-repository.ts'
import { readRef } from '../testing/emulator/git/refs.ts'
import { entryType, walkTree } from '../testing/emulator/git/tree.ts'
import { startTestEmulator } from '../testing/emulator/start-test-emulator.ts'
import { createGitArchive } from './create-git-archive.ts'

const ref = 'refs/tideway/prod'
const always = Number.MAX_SAFE_INTEGER

async function startRepository() {
  const root = await mkdtemp(join(tmpdir(), 'git-archive-'))
  const git = openGitRepository(join(root, 'r.git'))
  const remove = async () => {
    await git.close()
    await rm(root, { recursive: true })
  }
  return { git, directory: git.directory, remove }
}

async function readFiles(git: GitRepository) {
  const tip = await readRef(git, ref)
  if (tip === undefined) return undefined
  const tree = (await readCommit(git, tip.oid))?.tree ?? ''
  const blobs = (await walkTree(git, tree)).filter((entry) => entryType(entry) === 'blob')
  const texts = blobs.map(async ({ path, oid }) => [path, (await git.contents(oid))?.content.toString()])
  return Object.fromEntries(await Promise.all(texts))
}

async function spoil(directory: string) {
  const input = new Uint8Array([0xff])
  const blob = (await runGit(['hash-object', '-w', '--stdin'], { directory, input })).trim()
  const tree = await runGit(['mktree'], { directory, input: `100644 blob ${blob}\tarchive.json\n` })
  const commit = await runGit(['commit-tree', '-m', 'Odd', tree.trim()], { directory })
  await runGit(['update-ref', ref, commit.trim()], { directory })
}

const local: Harness<ArchiveSetup> = {
  name: 'a Git repository',
  provokes: ['unreadable'],
  setup: async () => {
    const { git, directory, remove } = await startRepository()
    const call = createTestCall()
    return {
      endpoint: await createGitArchive({ directory, environment: 'prod' }).connect(call),
      call,
      provoke: () => spoil(directory),
      readBack: () => readFiles(git),
      close: remove,
    }
  },
}

const failures = new Map<Provocation, Fault>([
  ['unauthorized', { kind: 'status', status: 401 }],
  ['forbidden', { kind: 'status', status: 403 }],
  ['not-found', { kind: 'status', status: 404 }],
  ['rate-limited', { kind: 'status', status: 429 }],
  ['unavailable', { kind: 'status', status: 503 }],
  ['invalid-request', { kind: 'status', status: 422 }],
  ['invalid-response', { kind: 'html', status: 200 }],
])

const remote: Harness<ArchiveSetup> = {
  name: 'a Git remote',
  provokes: ['unreadable', 'lost-answer', 'connection-cut', 'stalled', ...failures.keys()],
  secrets: ['write-token'],
  setup: async () => {
    const github = await startTestEmulator()
    const { directory, remove } = await startRepository()
    const call = createTestCall()
    const address = `${github.url.replace('//', '//x-access-token:write-token@')}/o/r.git`
    const { faults } = github.emulator
    return {
      endpoint: await createGitArchive({ directory, environment: 'prod', remote: address }).connect(call),
      call,
      requests: () => github.emulator.requests.length,
      provoke: async (what, nth) => {
        const fault = failures.get(what)
        if (fault !== undefined) faults.add({ times: always, fault })
        if (what === 'stalled') faults.add({ times: always, fault: { kind: 'latency', milliseconds: 300 } })
        if (what === 'connection-cut') faults.add({ skip: Number(nth) - 1, fault: { kind: 'cut-after' } })
        if (what === 'unreadable') await spoil(github.repository.directory)
        if (what === 'lost-answer') {
          const push = (path: string) => path.endsWith('/git-receive-pack')
          faults.add({ match: ({ path }) => push(path), times: always, fault: { kind: 'cut-after' } })
          // After the push the remote is out of reach, so that looking does not help either.
          let pushed = false
          faults.add({
            match: ({ method, path }) => {
              const isAfter = pushed
              pushed ||= method === 'POST' && push(path)
              return isAfter && method === 'GET'
            },
            times: always,
            fault: { kind: 'cut-before' },
          })
        }
      },
      readBack: async () => {
        const commit = await github.repository.resolve(ref)
        return commit === undefined ? undefined : github.repository.files(commit)
      },
      close: async () => {
        await github.close()
        await remove()
      },
    }
  },
}

archiveSuite({ describe, it }, local)
archiveSuite({ describe, it }, remote)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call, Endpoint, Proposal, ProposalSink } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { runGit } from '../git/run-git.ts'
import type { GitHubEmulatorOptions } from '../testing/emulator/emulator-options.ts'
import { startTestEmulator, type TestEmulator } from '../testing/emulator/start-test-emulator.ts'
import { createGitHub } from './create-github.ts'
import type { GitBackend, GitHubOptions } from './github-options.ts'

/** An emulator with a repository of two files, and endpoints for its environment `prod`. */
export interface TestGitHub {
  readonly github: TestEmulator
  /** Connects another endpoint, as another run would. */
  connect(
    options?: Partial<GitHubOptions>,
    call?: Call,
  ): Promise<
    Endpoint & { readonly proposals: ProposalSink; readonly archive: NonNullable<Endpoint['archive']> }
  >
  /** A clone over smart HTTP, and its remote. */
  clone(): Promise<GitBackend>
  /** A proposal on the present tip of `main` that sets `a` in `app/a.yaml`. */
  propose(value: number, more?: Partial<Proposal>): Promise<Proposal>
  /** What was sent since the last time. */
  sent(): { readonly reads: number; readonly writes: number }
}

/** Starts the emulator that the tests of this folder share. */
export async function startTestGitHub(options: Partial<GitHubEmulatorOptions> = {}): Promise<TestGitHub> {
  const github = await startTestEmulator(options)
  let seen = 0
  const folders: string[] = []
  return {
    github: {
      ...github,
      close: async () => {
        await github.close()
        await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))
      },
    },
    connect: async (more = {}, call = createTestCall()) => {
      const adapter = createGitHub({
        repository: 'o/r',
        environment: 'prod',
        token: 'write-token',
        baseUrl: `${github.url}/api/v3`,
        throttle: false,
        settleMs: 1,
        ...more,
      })
      const endpoint = await adapter.connect(call)
      const { proposals, archive } = endpoint
      if (proposals === undefined || archive === undefined) throw new Error('GitHub keeps both')
      return { ...endpoint, proposals, archive }
    },
    clone: async () => {
      const remote = `${github.url.replace('//', '//x-access-token:write-token@')}/o/r.git`
      const folder = await mkdtemp(join(tmpdir(), 'clone-'))
      folders.push(folder)
      await runGit(['clone', '--quiet', '--', remote, 'r'], { directory: folder })
      return { directory: join(folder, 'r'), remote: 'origin' }
    },
    propose: async (value, more = {}) => ({
      title: 'sync: Import ConfigHub state for prod',
      body: `a is ${value}\n\n<!-- tideway:env=prod;digest=d${value};v=1 -->`,
      labels: ['sync'],
      base: (await github.repository.resolve('main')) ?? '',
      files: [{ kind: 'write', path: 'app/a.yaml', text: `a: ${value}\n` }],
      message: `sync: a is ${value}\n`,
      digest: `d${value}`,
      ...more,
    }),
    sent: () => {
      const since = github.emulator.requests.slice(seen)
      seen = github.emulator.requests.length
      const writes = since.filter(({ kind }) => kind === 'write').length
      return { reads: since.length - writes, writes }
    },
  }
}

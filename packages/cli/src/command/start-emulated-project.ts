import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type ConfigHubEmulator,
  type ConfigHubEmulatorOptions,
  createConfigHubEmulator,
  serve as serveConfigHub,
} from '@tideway/adapter-confighub/testing'
import {
  createGitHubEmulator,
  type GitHubEmulator,
  type GitHubRepository,
  serve as serveGitHub,
} from '@tideway/adapter-github/testing'
import type { ExitCode } from './exit-code.ts'
import { createRequestGate, type RequestGate } from './request-gate.ts'
import { runTideway } from './run-tideway.ts'

/** Credentials of an {@link EmulatedProject}; the `reader` may only look. */
export interface EmulatedCredentials {
  readonly confighub: 'none' | 'reader' | 'writer'
  readonly github: 'none' | 'reader' | 'writer'
}

/** A clone of a repository at an emulated GitHub, published to an emulated ConfigHub. */
export interface EmulatedProject {
  readonly confighub: ConfigHubEmulator
  readonly github: GitHubEmulator
  readonly repository: GitHubRepository
  /** Where the stores' requests pass; a process that it kills ends with its run. */
  readonly gate: RequestGate
  /** The clone. */
  readonly directory: string
  /** Runs the command in the clone; what it writes on either stream is in `text`. */
  run(
    words: readonly string[],
    credentials?: EmulatedCredentials,
    more?: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: ExitCode; readonly text: string; readonly stdout: string }>
  git(...words: readonly string[]): string
  /** Changes files, and commits; undefined removes a file. */
  commit(files: Readonly<Record<string, string | undefined>>, subject: string): void
  /** What GitHub was asked since the last time: method and path below the repository, without the query. */
  asked(): readonly string[]
  /** How many requests have changed something, at either store. */
  writes(): number
  close(): Promise<void>
}

const workers = {
  writer: { id: '7e1de3a7-0000-4000-8000-00000000000a', secret: 'writer-secret' },
  reader: { id: '7e1de3a7-0000-4000-8000-00000000000b', secret: 'reader-secret' },
}

/** Starts a project whose first commit holds `files`; ConfigHub has the spaces that are named. */
export async function startEmulatedProject(
  files: Readonly<Record<string, string>>,
  spaces: readonly string[],
  options: Pick<ConfigHubEmulatorOptions, 'triggers'> = {},
): Promise<EmulatedProject> {
  const root = mkdtempSync(join(tmpdir(), 'tideway-emulated-'))
  const directory = join(root, 'checkout')
  const confighub = createConfigHubEmulator({
    ...options,
    workers: [
      { ...workers.writer, email: 'tideway@example.com' },
      { ...workers.reader, email: 'viewer@example.com', access: 'view' },
    ],
  })
  for (const space of spaces) confighub.addSpace(space)
  const github = createGitHubEmulator({
    directory: join(root, 'github'),
    repositories: ['acme/app'],
    tokens: {
      'github-writer': { login: 'tideway', permission: 'write' },
      'github-reader': { login: 'viewer', permission: 'read' },
    },
  })
  let seen = 0
  const gate = createRequestGate()
  const served = [
    await serveConfigHub(gate.guard(confighub.handle)),
    await serveGitHub(gate.guard((request) => github.handle(request))),
  ]
  const repository = github.repository('acme/app')
  await repository.seed(files)
  execFileSync('git', ['clone', '--quiet', repository.directory, directory])
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', directory, ...words], { encoding: 'utf8' })

  return {
    confighub,
    github,
    repository,
    gate,
    directory,
    git,
    async run(words, credentials = { confighub: 'writer', github: 'writer' }, more = {}) {
      const worker = credentials.confighub === 'none' ? undefined : workers[credentials.confighub]
      const [stdout, stderr]: [string[], string[]] = [[], []]
      const code = await runTideway({
        arguments: words,
        variables: {
          PATH: process.env['PATH'],
          CONFIGHUB_URL: served[0]?.url,
          GITHUB_API_URL: served[1]?.url,
          ...(worker && { CONFIGHUB_WORKER_ID: worker.id, CONFIGHUB_WORKER_SECRET: worker.secret }),
          ...(credentials.github === 'none' ? {} : { GITHUB_TOKEN: `github-${credentials.github}` }),
          ...more,
        },
        directory,
        stdout: { write: (text) => stdout.push(text) },
        stderr: { write: (text) => stderr.push(text) },
        signal: gate.begin(),
        now: Date.now,
      })
      return { code, stdout: stdout.join(''), text: [...stdout, ...stderr].join('') }
    },
    commit(changed, subject) {
      for (const [path, text] of Object.entries(changed)) {
        const file = join(directory, path)
        mkdirSync(dirname(file), { recursive: true })
        if (text === undefined) rmSync(file)
        else writeFileSync(file, text)
      }
      git('add', '.')
      git('commit', '--quiet', '-m', subject)
    },
    asked: () => {
      const since = github.requests.slice(seen)
      seen = github.requests.length
      return since.map(({ method, path, status }) => {
        const [place = ''] = path.replace(/^.*\/repos\/acme\/app/, '').split('?')
        return `${method} ${place || '/'} ${status}`
      })
    },
    writes: () =>
      confighub.requests.filter(({ method, path }) => method !== 'GET' && path !== '/auth/worker').length +
      github.requests.filter(({ kind }) => kind === 'write').length,
    async close() {
      for (const server of served) await server.close()
      await github.close()
      rmSync(root, { recursive: true })
    },
  }
}

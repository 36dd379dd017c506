import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint, Reviews } from '@tideway/core'
import {
  createMemoryArchive,
  createMemoryCluster,
  createMemoryConfigHub,
  createMemoryGit,
  type MemoryArchive,
  type MemoryCluster,
  type MemoryConfigHub,
  type MemoryGit,
} from '@tideway/core/testing'
import type { ExitCode } from './exit-code.ts'
import { runTideway } from './run-tideway.ts'

/** What a command wrote and how it ended. */
export interface TestRun {
  readonly code: ExitCode
  readonly stdout: string
  readonly stderr: string
}

/** A project in a temporary folder whose stores are in memory. */
export interface TestProject {
  readonly directory: string
  readonly git: MemoryGit
  readonly cluster: MemoryCluster
  confighub(environment: string): MemoryConfigHub
  archive(environment: string): MemoryArchive
  /** Comments by pull request and topic, and checks by pull request and name. */
  readonly said: { readonly comments: Map<string, string>; readonly checks: Map<string, string> }
  /** How many endpoints were connected, and how many of them were closed. */
  readonly connections: { opened: number; closed: number }
  /** Puts an endpoint in the place of an environment's ConfigHub. */
  replaceConfigHub(change: (endpoint: MemoryConfigHub) => Endpoint): void
  run(words: readonly string[], more?: TestRunOptions): Promise<TestRun>
  remove(): void
}

/** Surroundings of one run that are not the usual ones. */
export interface TestRunOptions {
  readonly variables?: Readonly<Record<string, string>>
  readonly isTTY?: boolean
  readonly signal?: AbortSignal
  /** Hears what goes to stdout, as it goes. */
  readonly onOutput?: (text: string) => void
}

const olga = { kind: 'person', name: 'olga' } as const

/** A unit with two fields that the tests change. */
export function unitText(memorySize: number, timeout = 3): string {
  return `apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata:
  name: api
spec:
  forProvider:
    memorySize: ${memorySize}
    timeout: ${timeout}
`
}

/** What somebody does by hand in ConfigHub. */
export function editConfigHub(project: TestProject, environment: string, text: string): void {
  project.confighub(environment).as(olga).write('lambda', text, 'More memory')
}

/** Makes a project with the environments `dev` and `prod`, and the unit `lambda` in Git. */
export function startTestProject(settings = 'mode: write'): TestProject {
  const directory = mkdtempSync(join(tmpdir(), 'tideway-cli-'))
  writeFileSync(
    join(directory, 'tideway.yaml'),
    `version: 1
defaults:
  render: [{ kind: files, path: . }]
  ${settings}
environments:
  dev: { space: app-dev }
  prod: { space: app-prod, policy: merge }
`,
  )
  const git = createMemoryGit({
    files: { 'dev/lambda.yaml': unitText(128), 'prod/lambda.yaml': unitText(128) },
  })
  const cluster = createMemoryCluster()
  const confighubs = remember((name) => createMemoryConfigHub({ name: `confighub:app-${name}` }))
  const archives = remember((name) => createMemoryArchive({ name: `archive:${name}` }))
  const said = { comments: new Map<string, string>(), checks: new Map<string, string>() }
  const reviews: Reviews = {
    comment: async (pull, topic, text) => {
      const kind = said.comments.has(`${pull} ${topic}`) ? 'updated' : 'created'
      said.comments.set(`${pull} ${topic}`, text)
      return { kind, url: `memory:pull/${pull}` }
    },
    check: async (pull, { name, state, summary }) => {
      said.checks.set(`${pull} ${name}`, `${state}: ${summary}`)
      return 'set'
    },
  }
  const connections = { opened: 0, closed: 0 }
  let change: (endpoint: MemoryConfigHub) => Endpoint = (endpoint) => endpoint
  const open = (endpoint: Endpoint): Endpoint => {
    connections.opened += 1
    return {
      ...endpoint,
      close: async () => {
        connections.closed += 1
      },
    }
  }
  return {
    directory,
    git,
    cluster,
    confighub: confighubs,
    archive: archives,
    said,
    connections,
    replaceConfigHub: (given) => {
      change = given
    },
    async run(
      words,
      { variables = {}, isTTY = false, signal = new AbortController().signal, onOutput } = {},
    ) {
      const stdout: string[] = []
      const stderr: string[] = []
      const code = await runTideway({
        arguments: words,
        variables,
        directory,
        stdout: {
          write: (text) => {
            stdout.push(text)
            onOutput?.(text)
          },
        },
        stderr: { write: (text) => stderr.push(text), isTTY },
        signal,
        now: () => Date.UTC(2026, 0, 5, 10),
        createConnectors: ({ environment: { name } }) => ({
          git: async () => open({ ...git.endpoint(name), reviews }),
          confighub: async () => open(change(confighubs(name))),
          archive: async () => open(archives(name)),
          live: async () => [open(cluster)],
        }),
      })
      return { code, stdout: stdout.join(''), stderr: stderr.join('') }
    },
    remove: () => rmSync(directory, { recursive: true }),
  }
}

function remember<Store>(make: (name: string) => Store): (name: string) => Store {
  const made = new Map<string, Store>()
  return (name) => {
    const store = made.get(name) ?? make(name)
    made.set(name, store)
    return store
  }
}

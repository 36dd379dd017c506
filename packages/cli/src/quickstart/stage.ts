import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitHubRepository } from '@tideway/adapter-github/testing'
import { type FlowReport, parseUnit } from '@tideway/core'
import type { CommandIo } from '../command/command-io.ts'
import { findMissingRenderers, leaveOutRenderers, type RendererProgram } from './leave-out-renderers.ts'
import { runProgram } from './run-program.ts'
import type { StagedCluster } from './staged-cluster.ts'
import { operatorEmail, startStores } from './start-stores.ts'

const repositoryName = 'acme/messagewall'
const space = 'messagewall-prod'

/** A unit as ConfigHub holds it. */
export interface StagedUnit {
  readonly text: string
  readonly revision: number
  readonly description: string
  readonly annotations: Readonly<Record<string, string>>
}

/** How the command ended. */
export interface TidewayRun {
  readonly code: number
  readonly text: string
  /** With `-o json`; empty otherwise. */
  readonly reports: readonly FlowReport[]
}

/** What the story is played with: the three stores, a real clone, and the people who act on them. */
export interface Stage {
  readonly github: GitHubRepository
  readonly cluster: StagedCluster
  /** The programs that are not there; what they would render is left out. */
  readonly missing: readonly RendererProgram[]
  /** Runs the command in the clone, on prod. */
  tideway(...words: readonly string[]): Promise<TidewayRun>
  /** Runs git in the clone. Throws where it fails. */
  git(...words: readonly string[]): Promise<string>
  /** Runs something while the clone's `tideway.yaml` names another policy. */
  withPolicy<Result>(policy: string, run: () => Promise<Result>): Promise<Result>
  /** Reads a file of the clone. */
  file(path: string): string
  /** Replaces a text in a file of the clone, commits and pushes it. */
  develop(path: string, from: string, to: string, subject: string): Promise<void>
  /** Replaces a text everywhere in a unit of ConfigHub, as the operator. */
  operate(unit: string, from: string, to: string, description: string): void
  /** Writes the previous revision of a unit again, as the operator. */
  rollBack(unit: string, description: string): void
  /** All slugs of the space. */
  units(): readonly string[]
  unit(name: string): StagedUnit
  /** Lets the cluster get what ConfigHub holds. */
  deliver(): Promise<void>
  /** How many requests have changed something so far, at ConfigHub and at GitHub. */
  writes(): number
  /** Gives the clone a remote that is there without a server, with all that the story left in it. */
  leave(): Promise<void>
  close(): Promise<void>
}

/** Runs the command `tideway`, and answers its exit code. */
export type RunTideway = (io: CommandIo) => Promise<number>

/** Where the stage is set, and with what. */
export interface StageOptions {
  /** The folder for the clone and the emulated stores. */
  readonly directory: string
  /** The folder of the example. */
  readonly example: string
  readonly runTideway: RunTideway
  /** An empty cluster; closed with the stage. */
  readonly cluster: StagedCluster
}

/** Sets the stage in a folder: an empty ConfigHub, a GitHub that holds the example, an empty cluster, a clone. */
export async function setStage({ directory, example, runTideway, cluster }: StageOptions): Promise<Stage> {
  const stores = await startStores(directory, ['messagewall-dev', space], cluster)
  const { confighub, github } = stores
  const searchPath = process.env['PATH'] ?? ''
  const variables = {
    ...stores.variables,
    PATH: searchPath,
    HOME: directory,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Dora',
    GIT_AUTHOR_EMAIL: 'dora@messagewall.example',
    GIT_COMMITTER_NAME: 'Dora',
    GIT_COMMITTER_EMAIL: 'dora@messagewall.example',
  }
  const clone = join(directory, 'messagewall')
  const missing = findMissingRenderers(searchPath)

  async function git(...words: readonly string[]): Promise<string> {
    const result = await runProgram('git', words, { directory: clone, variables })
    if (result.code !== 0) throw new Error(`git ${words[0]} failed: ${result.stderr.trim()}`)
    return result.stdout
  }

  function unit(name: string): StagedUnit {
    const record = confighub.read(space, name)
    const head = record?.revisions.at(-1)
    if (record === undefined || head === undefined) throw new Error(`ConfigHub has no unit ${name}`)
    return {
      text: head.text,
      revision: head.RevisionNum,
      description: record.LastChangeDescription,
      annotations: record.Annotations,
    }
  }

  cpSync(example, clone, { recursive: true, filter: (path) => !path.includes('node_modules') })
  if (missing.length > 0) leaveOutRenderers(join(clone, 'tideway.yaml'), missing)
  const repository = await github.createRepository(repositoryName)
  await git('init', '--quiet', '--initial-branch=main')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'Add the message wall')
  await git('remote', 'add', 'origin', stores.remoteOf(repositoryName))
  await git('push', '--quiet', '--set-upstream', 'origin', 'main')

  return {
    github: repository,
    cluster,
    missing,
    git,
    unit,
    units: () => confighub.slugs(space),
    async withPolicy(policy, run) {
      const path = join(clone, 'tideway.yaml')
      const before = readFileSync(path, 'utf8')
      writeFileSync(path, before.replace('policy: policy.yaml', `policy: ${policy}`))
      try {
        return await run()
      } finally {
        writeFileSync(path, before)
      }
    },
    file: (path) => readFileSync(join(clone, path), 'utf8'),
    async tideway(...words) {
      let text = ''
      let output = ''
      const code = await runTideway({
        arguments: [...words, '--env', 'prod'],
        variables,
        directory: clone,
        stdout: { write: (part) => (output += part) },
        stderr: { write: (part) => (text += part) },
        signal: new AbortController().signal,
        now: Date.now,
      })
      const isJson = words.includes('json') && output.startsWith('[')
      return { code, text: output + text, reports: isJson ? JSON.parse(output) : [] }
    },
    async develop(path, from, to, subject) {
      const before = readFileSync(join(clone, path), 'utf8')
      if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`)
      writeFileSync(join(clone, path), before.replace(from, to))
      await git('commit', '--quiet', '--all', '--message', subject)
      await git('push', '--quiet')
    },
    operate(name, from, to, description) {
      const { text } = unit(name)
      if (!text.includes(from)) throw new Error(`unit ${name} does not hold ${from}`)
      confighub.as(operatorEmail).setData(space, name, text.replaceAll(from, to), description)
    },
    rollBack: (name, description) =>
      void confighub.as(operatorEmail).restore(space, name, unit(name).revision - 1, description),
    async deliver() {
      const units = confighub.slugs(space).map((name) => ({ space, unit: name, ...unit(name) }))
      await cluster.installKinds(
        units.flatMap(({ text }) => {
          const parsed = parseUnit(text)
          return parsed.kind === 'parsed' ? parsed.resources : []
        }),
      )
      await cluster.deliver(units)
    },
    writes: () =>
      confighub.requests.filter(({ method, path }) => method !== 'GET' && path !== '/auth/worker').length +
      github.requests.filter(({ kind }) => kind === 'write').length,
    async leave() {
      await git('remote', 'set-url', 'origin', `../github/${repositoryName}.git`)
      await git('fetch', '--quiet', 'origin', '+refs/tideway/*:refs/tideway/*')
    },
    close: stores.close,
  }
}

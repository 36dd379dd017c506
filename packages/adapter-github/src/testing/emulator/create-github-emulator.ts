import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emulatorHeader } from '@tideway/core'
import { answerRequest } from './answer-request.ts'
import type { GitHubEmulatorOptions } from './emulator-options.ts'
import { applyFaults } from './faults/apply-faults.ts'
import { createFaultList, type FaultList } from './faults/fault-list.ts'
import { type Incoming, readIncoming } from './incoming.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { type EmulatedRepository, openEmulatedRepository } from './repository/emulated-repository.ts'
import { createGitHubRepository, type GitHubRepository } from './repository/github-repository.ts'
import { createWorld } from './world.ts'

/** A request that was answered; status 0 stands for a connection that was cut. */
export type RequestRecord = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly status: number
  /** `read` includes Git's upload-pack, GraphQL queries and what makes tokens, which are POST requests. */
  readonly kind: 'read' | 'write'
}

/** A stateful model of GitHub over real bare Git repositories: REST, a little GraphQL, and Git's smart HTTP. */
export type GitHubEmulator = {
  /** Answers a request; `Response.error()` stands for a connection that is cut. Any host will do. */
  handle(request: Request): Promise<Response>
  readonly faults: FaultList
  /** Every request so far, oldest first. */
  readonly requests: readonly RequestRecord[]
  /** Where the repositories are. */
  readonly directory: string
  /** A repository by `owner/repo`; throws where there is none. */
  repository(fullName: string): GitHubRepository
  /** Makes an empty repository, whose default branch is `main`. */
  createRepository(fullName: string): GitHubRepository
  /** Ends the Git processes, and removes the repositories unless a directory was given. */
  close(): Promise<void>
}

const findRepositories = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((owner) =>
      readdirSync(join(directory, owner.name))
        .filter((name) => name.endsWith('.git'))
        .map((name) => `${owner.name}/${name.slice(0, -'.git'.length)}`),
    )

const requireName = (fullName: string) => {
  if (/^[A-Za-z0-9-]+\/[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(fullName)) return
  throw new Error(`not a repository name, which is owner/repo: ${fullName}`)
}

const classify = (incoming: Incoming): RequestRecord['kind'] => {
  if (incoming.method === 'GET' || incoming.method === 'HEAD') return 'read'
  if (/\/(git-upload-pack|access_tokens)$/.test(incoming.url.pathname)) return 'read'
  if (!incoming.url.pathname.endsWith('/graphql')) return 'write'
  return /"query"\s*:\s*"(\\n|\s)*mutation\b/.test(Buffer.from(incoming.bytes).toString()) ? 'write' : 'read'
}

/**
 * Creates an emulator of GitHub. With a `directory`, what a former one left there is taken up again.
 * Throws a ZodError for wrong options, and an Error for a name that no repository can have.
 */
export const createGitHubEmulator = (options: GitHubEmulatorOptions): GitHubEmulator => {
  const world = createWorld(options)
  for (const fullName of options.repositories ?? []) requireName(fullName)
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'github-emulator-'))
  mkdirSync(directory, { recursive: true })
  const keepsState = options.directory !== undefined
  const repositories = new Map<string, EmulatedRepository>()
  const limiter = createRateLimiter(world)
  const faults = createFaultList()
  const requests: RequestRecord[] = []

  const open = (fullName: string) => {
    const path = join(directory, fullName)
    const repository = openEmulatedRepository(fullName, path, keepsState, world)
    repositories.set(fullName, repository)
    return repository
  }
  for (const fullName of new Set([...findRepositories(directory), ...(options.repositories ?? [])]))
    open(fullName)

  return {
    faults,
    requests,
    directory,
    handle: async (request) => {
      const incoming = await readIncoming(request)
      const { method, path, bytes } = incoming
      const taken = faults.take({ method, path, body: Buffer.from(bytes).toString() })
      const response = await applyFaults(taken, () => answerRequest(incoming, world, limiter, repositories))
      requests.push({ method, path, status: response.status, kind: classify(incoming) })
      if (response.type !== 'error') response.headers.set(emulatorHeader, 'GitHub')
      return response
    },
    repository: (fullName) => {
      const repository = repositories.get(fullName)
      if (repository === undefined) throw new Error(`the emulator has no repository ${fullName}`)
      return createGitHubRepository(repository)
    },
    createRepository: (fullName) => {
      requireName(fullName)
      if (existsSync(join(directory, `${fullName}.git`))) throw new Error(`${fullName} exists already`)
      return createGitHubRepository(open(fullName))
    },
    close: async () => {
      await Promise.all([...repositories.values()].map((repository) => repository.git.close()))
      if (!keepsState) rmSync(directory, { recursive: true, force: true })
    },
  }
}

import { createHash } from 'node:crypto'
import { type GitRepository, openGitRepository } from '../git/git-repository.ts'
import type { World } from '../world.ts'
import type { RepositoryRules } from './repository-rules.ts'
import { openStateStore, type StateStore } from './state-store.ts'

/** One repository: real Git objects and refs, and the state of its pull requests beside them. */
export type EmulatedRepository = {
  readonly owner: string
  readonly name: string
  readonly fullName: string
  /** Stable over restarts: derived from the name. */
  readonly id: number
  readonly nodeId: string
  readonly world: World
  readonly git: GitRepository
  readonly store: StateStore
  readonly rules: RepositoryRules
  /** Requests for which a new pull request stays invisible, by number and purpose; see `GitHubLag`. */
  readonly hidden: Map<string, number>
  /** Runs one piece of work at a time, as GitHub's checks and the writes that follow them are one step. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
}

/** Opens (or makes) a repository at `<path>.git`, with its state in `<path>.json` if it is to be kept. */
export const openEmulatedRepository = (
  fullName: string,
  path: string,
  keepsState: boolean,
  world: World,
): EmulatedRepository => {
  const [owner = '', name = ''] = fullName.split('/')
  let last: Promise<unknown> = Promise.resolve()
  return {
    owner,
    name,
    fullName,
    id: Number.parseInt(createHash('sha256').update(fullName).digest('hex').slice(0, 7), 16),
    nodeId: `R_${Buffer.from(fullName).toString('base64url')}`,
    world,
    git: openGitRepository(`${path}.git`),
    store: openStateStore(keepsState ? `${path}.json` : undefined),
    rules: { archived: false, protectedRefs: [], ...world.settings },
    hidden: new Map(),
    exclusive: (work) => {
      const result = last.then(work)
      last = result.catch(() => undefined)
      return result
    },
  }
}

import { readCommit, signAt } from '../git/commit.ts'
import { readDefaultBranch } from '../git/default-branch.ts'
import { absentOid, moveRef, resolveRevision } from '../git/refs.ts'
import { entryType, walkTree } from '../git/tree.ts'
import { changePull } from './change-pull.ts'
import { changeReviewers, type Reviewers } from './change-reviewers.ts'
import { commitFiles, type Files } from './commit-files.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import { mergePull } from './merge-pull.ts'
import { readFolder } from './read-folder.ts'
import type { Comment, CommitStatus, Label, MergeMethod, Pull } from './repository-state.ts'
import { setPullState } from './set-pull-state.ts'
import { settleRepository } from './settle-repository.ts'
import { takeId } from './take-id.ts'

/** Who a test lets act. */
export type Person = { readonly name: string; readonly email: string }

/** One repository as a test sees it: people act on it, and what it holds is read without the API. */
export type GitHubRepository = {
  readonly fullName: string
  /** The bare repository on disk. */
  readonly directory: string
  /** Runs `git` in the bare repository and returns its trimmed output; throws where it fails. */
  git(args: readonly string[]): Promise<string>
  /** The commit of a branch, tag or ref; undefined where there is none. */
  resolve(revision: string): Promise<string | undefined>
  /** The files of a revision as text by path; empty where there is no such revision. */
  files(revision: string): Promise<Readonly<Record<string, string>>>
  pulls(): Promise<readonly Pull[]>
  comments(number: number): readonly Comment[]
  labels(): readonly Label[]
  statuses(sha: string): readonly CommitStatus[]
  /** Commits files to the default branch, as the first commit where there is none; returns the commit's id. */
  seed(files: Files): Promise<string>
  /** Like `seed`, with all files below a folder on disk, but for `.git`. */
  seedFolder(folder: string): Promise<string>
  /** A person commits to a branch, which starts at the default branch where it is missing. */
  commitFiles(branch: string, files: Files, message: string, author?: Person): Promise<string>
  /** A person merges; returns the merge commit's id. Default: method `merge` by `maintainer`. */
  mergePull(
    number: number,
    options?: { readonly method?: MergeMethod; readonly by?: string },
  ): Promise<string>
  closePull(number: number): Promise<void>
  /** Somebody reviews a pull request. */
  reviewPull(number: number, by: string): Promise<void>
  /** A person takes back that others were asked for a review. */
  withdrawRequests(number: number, from: Partial<Reviewers>): Promise<void>
  reopenPull(number: number): Promise<void>
  /** Points a branch at a revision, wherever it was: a person's forced push. */
  moveBranch(branch: string, revision: string): Promise<void>
  deleteBranch(branch: string): Promise<void>
  /** The owner archives it: from now on it can only be read. */
  archive(): void
  /** The owner protects every ref whose full name begins like this. */
  protect(start: string): void
  /** The owner allows, or forbids, that pull requests merge themselves. */
  allowAutoMerge(allowed: boolean): void
  /** The owner lets nothing be merged without a success of each of these checks, and of no others. */
  requireChecks(...contexts: readonly string[]): void
  /** A person switches on that a pull request merges itself, or off (undefined). Default: by `maintainer`. */
  setAutoMerge(number: number, method: MergeMethod | undefined, by?: string): Promise<void>
  /** A check of the newest commit of a pull request ends. */
  setStatus(number: number, context: string, state: CommitStatus['state']): Promise<void>
  /** Makes a branch the default one. */
  setHead(branch: string): Promise<void>
}

const maintainer: Person = { name: 'A Maintainer', email: 'maintainer@example.com' }

export const createGitHubRepository = (repository: EmulatedRepository): GitHubRepository => {
  const { git, store, world, exclusive } = repository

  const act = <T>(work: () => Promise<T>) =>
    exclusive(async () => {
      const result = await work()
      await settleRepository(repository)
      return result
    })

  const commit = (branch: string | undefined, files: Files, message: string, author: Person) =>
    act(async () => {
      const main = await readDefaultBranch(git)
      const signature = signAt(author.name, author.email, world.now())
      return commitFiles(git, branch ?? main, await resolveRevision(git, 'HEAD'), files, message, signature)
    })

  const findPull = (number: number) => {
    const pull = store.get().pulls.find((one) => one.number === number)
    if (pull === undefined) throw new Error(`${repository.fullName} has no pull request ${number}`)
    return pull
  }

  const changeState = (number: number, state: Pull['state']) =>
    act(() => setPullState(repository, findPull(number), state))

  return {
    fullName: repository.fullName,
    directory: git.directory,
    git: async (args) => (await git.run(args)).trim(),
    resolve: (revision) => resolveRevision(git, revision),
    files: async (revision) => {
      const oid = await resolveRevision(git, revision)
      const tree = oid === undefined ? undefined : (await readCommit(git, oid))?.tree
      if (tree === undefined) return {}
      const entries = (await walkTree(git, tree)).filter((entry) => entryType(entry) === 'blob')
      const texts = entries.map(async (entry) => {
        const text = (await git.contents(entry.oid))?.content.toString() ?? ''
        return [entry.path, text] as const
      })
      return Object.fromEntries(await Promise.all(texts))
    },
    pulls: () => act(async () => undefined).then(() => store.get().pulls),
    comments: (number) => store.get().comments.filter((comment) => comment.number === number),
    labels: () => store.get().labels,
    statuses: (sha) => store.get().statuses.filter((status) => status.sha === sha),
    seed: (files) => commit(undefined, files, 'Seed', maintainer),
    seedFolder: async (folder) => commit(undefined, await readFolder(folder), 'Seed', maintainer),
    commitFiles: (branch, files, message, author = maintainer) => commit(branch, files, message, author),
    mergePull: (number, options = {}) => {
      const by = world.account(options.by ?? 'maintainer')
      return exclusive(() => mergePull(repository, number, { method: options.method ?? 'merge', by }))
    },
    closePull: (number) => changeState(number, 'closed'),
    reviewPull: (number, by) =>
      act(async () =>
        changeReviewers(repository, findPull(number), 'reviewed', { people: [by], teams: [] }, by),
      ),
    withdrawRequests: (number, from) =>
      act(async () => {
        const named = { people: [], teams: [], ...from }
        changeReviewers(repository, findPull(number), 'review_request_removed', named, 'maintainer')
      }),
    reopenPull: (number) => changeState(number, 'open'),
    moveBranch: (branch, revision) =>
      act(async () => {
        const after = await resolveRevision(git, revision)
        if (after === undefined) throw new Error(`${repository.fullName} has no revision ${revision}`)
        await moveRef(git, { name: `refs/heads/${branch}`, before: undefined, after })
      }),
    deleteBranch: (branch) =>
      act(() => moveRef(git, { name: `refs/heads/${branch}`, before: undefined, after: absentOid })),
    archive: () => {
      repository.rules.archived = true
    },
    protect: (start) => void repository.rules.protectedRefs.push(start),
    allowAutoMerge: (allowed) => {
      repository.rules.allowAutoMerge = allowed
    },
    requireChecks: (...contexts) => {
      repository.rules.requiredChecks = contexts
    },
    setAutoMerge: (number, method, by = 'maintainer') =>
      act(async () =>
        changePull(repository, number, { autoMerge: method === undefined ? null : { method, by } }),
      ),
    setStatus: (number, context, state) =>
      act(async () => {
        const status = { context, state, description: null, targetUrl: null, creator: 'ci' }
        const made = {
          ...status,
          id: takeId(repository),
          sha: findPull(number).headSha,
          createdAt: world.now(),
        }
        store.change((before) => ({ ...before, statuses: [...before.statuses, made] }))
      }),
    setHead: (branch) =>
      act(async () => void (await git.run(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]))),
  }
}

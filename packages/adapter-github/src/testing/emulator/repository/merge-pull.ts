import { readCommit, signAt, writeCommit } from '../git/commit.ts'
import { compareCommits } from '../git/compare-commits.ts'
import type { GitRepository } from '../git/git-repository.ts'
import { mergeTrees, replayCommits } from '../git/merge-commits.ts'
import { readRef, updateRefs } from '../git/refs.ts'
import { GitHubError } from '../github-error.ts'
import type { Account } from '../world.ts'
import { closePull } from './close-pull.ts'
import type { EmulatedRepository } from './emulated-repository.ts'
import { missingChecks } from './merge-state.ts'
import type { MergeMethod, Pull } from './repository-state.ts'
import { settlePulls } from './settle-pulls.ts'

/** A merge as somebody asked for it. */
export type MergeRequest = {
  readonly method: MergeMethod
  readonly by: Account
  /** Refuse with 409 unless this is the head. */
  readonly sha?: string | undefined
  readonly title?: string | undefined
  readonly message?: string | undefined
}

// GitHub's default: a single commit speaks for itself, several are listed below the pull request's title.
const describeSquash = async (git: GitRepository, pull: Pull, commits: readonly string[]) => {
  const messages = await Promise.all(
    commits.map(async (oid) => (await readCommit(git, oid))?.message.trim() ?? ''),
  )
  const [first = '', ...rest] = messages
  const [subject = '', ...body] = first.split('\n\n')
  return rest.length === 0
    ? { title: `${subject} (#${pull.number})`, message: body.join('\n\n') }
    : { title: `${pull.title} (#${pull.number})`, message: messages.map((one) => `* ${one}`).join('\n\n') }
}

const notMergeable = () => new GitHubError(405, 'Pull Request is not mergeable')

/** Merges an open pull request and returns the id of the merge commit, which is also kept with it. */
export const mergePull = async (
  repository: EmulatedRepository,
  number: number,
  request: MergeRequest,
): Promise<string> => {
  await settlePulls(repository)
  const { git, owner, store, world } = repository
  const pull = store.get().pulls.find((one) => one.number === number)
  if (pull === undefined) throw new GitHubError(404, 'Not Found')
  if (pull.state === 'closed' || pull.draft) throw notMergeable()
  if (request.sha !== undefined && request.sha !== pull.headSha) {
    throw new GitHubError(409, 'Head branch was modified. Review and try the merge again.')
  }
  const [missing] = missingChecks(repository, pull.headSha)
  if (missing !== undefined) throw new GitHubError(405, `Required status check "${missing}" is expected.`)
  const base = (await readRef(git, `refs/heads/${pull.baseRef}`))?.oid ?? pull.seenBase
  const tree = await mergeTrees(git, base, pull.headSha)
  const { commits } = await compareCommits(git, base, pull.headSha)
  if (tree === undefined || commits.length === 0) throw notMergeable()

  const now = world.now()
  const committer = signAt('GitHub', 'noreply@github.com', now)
  const commitTree = async (account: Account, parents: readonly string[], title: string, message: string) =>
    writeCommit(git, {
      tree,
      parents,
      author: signAt(account.name, account.email, now),
      committer,
      message: [request.title ?? title, request.message ?? message]
        .filter((part) => part !== '')
        .join('\n\n'),
    })
  const merge = async (): Promise<string | undefined> => {
    if (request.method === 'rebase') return replayCommits(git, base, commits, committer)
    if (request.method === 'merge') {
      const title = `Merge pull request #${number} from ${owner}/${pull.headRef}`
      return commitTree(request.by, [base, pull.headSha], title, pull.title)
    }
    const { title, message } = await describeSquash(git, pull, commits)
    return commitTree(world.account(pull.author), [base], title, message)
  }
  const mergeCommitSha = await merge()
  if (mergeCommitSha === undefined) throw notMergeable()
  const update = { name: `refs/heads/${pull.baseRef}`, before: base, after: mergeCommitSha }
  const outcome = await updateRefs(git, [update])
  if (outcome.kind !== 'updated') {
    throw new GitHubError(409, 'Base branch was modified. Review and try the merge again.')
  }
  closePull(repository, number, {
    seenBase: mergeCommitSha,
    closedAt: now,
    mergedAt: now,
    mergedBy: request.by.login,
    mergeCommitSha,
  })
  await settlePulls(repository)
  return mergeCommitSha
}

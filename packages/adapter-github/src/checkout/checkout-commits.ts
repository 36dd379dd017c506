import { AdapterError, type Call, type Commit, type CommitId, type Commits } from '@tideway/core'
import { runGitProcess } from '../git/git-process.ts'
import { runGit } from '../git/run-git.ts'

/** The history of a checkout, as its clone knows it. */
export function createCheckoutCommits(
  directory: string,
  head: CommitId,
  endpoint: string,
  changesOf: Commits['changesOf'],
): Commits {
  return {
    changesOf,
    head: async (call) => readCommit(directory, head, endpoint, call),
    relation: async (commit, other, call) => {
      if (commit === other) return 'same'
      const git = { directory, endpoint, signal: call.signal }
      const count = ['rev-list', '--count', '--left-right', '--end-of-options', `${commit}...${other}`, '--']
      const { code, stdout } = await runGitProcess(count, git)
      if (code !== 0) return 'unknown'
      const [alone, others] = stdout.toString('utf8').trim().split('\t')
      if (alone === '0') return 'precedes'
      if (others === '0') return 'descends'
      const shallow = await runGit(['rev-parse', '--is-shallow-repository'], git)
      return shallow.trim() === 'true' ? 'unknown' : 'diverged'
    },
    caveats: (call) => findCaveats(directory, head, endpoint, call),
  }
}

/** Where a checkout stands: a commit, and the path from the top of the working tree to a folder, `apps/web` or empty. */
export interface Checkout {
  readonly commit: CommitId
  readonly prefix: string
}

/**
 * Finds the commit that a name stands for, and the folder's path; throws an `AdapterError` where there is no such commit
 * or no repository.
 */
export async function findCheckout(
  directory: string,
  name: string,
  endpoint: string,
  call: Call,
): Promise<Checkout> {
  const args = ['rev-parse', '--show-prefix', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
  const { code, stdout, stderr } = await runGitProcess(args, { directory, endpoint, signal: call.signal })
  if (code === 0) {
    const [, prefix = '', commit = ''] = /^(.*)\n([0-9a-f]+)\n$/s.exec(stdout.toString('utf8')) ?? []
    return { commit, prefix: prefix.replace(/\/$/, '') }
  }
  const isRepository = !/not a git repository|dubious ownership/i.test(stderr)
  throw new AdapterError({
    kind: 'not-found',
    endpoint,
    message: isRepository
      ? `${name} names no commit in ${directory}`
      : `${directory} is in no Git repository that this user may read`,
    next: isRepository
      ? 'commit something first, or fetch the commit (in GitHub Actions: fetch-depth: 0)'
      : 'check `directory`, and clone or check out the repository there',
  })
}

// What is on disk says nothing of a commit that is not checked out.
async function findCaveats(
  directory: string,
  head: CommitId,
  endpoint: string,
  call: Call,
): Promise<readonly string[]> {
  const git = { directory, endpoint, signal: call.signal }
  const status = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '--', '.']
  const lines = (await runGit(status, git)).split('\n').filter(Boolean)
  if (!lines.includes(`# branch.oid ${head}`)) return []
  const changed = lines.filter((line) => !line.startsWith('#'))
  const remotes = ['for-each-ref', '--count=1', '--format=%(refname)']
  const isPushed = (await runGit([...remotes, '--contains', head, 'refs/remotes'], git)) !== ''
  const isAhead = !isPushed && (await runGit([...remotes, 'refs/remotes'], git)) !== ''
  return [
    ...(changed.length === 0
      ? []
      : [`${countOfFiles(changed.length)} not committed, and no part of commit ${head.slice(0, 12)}`]),
    ...(isAhead
      ? [`commit ${head.slice(0, 12)} is on no remote branch that this clone knows of: was it pushed?`]
      : []),
  ]
}

function countOfFiles(count: number): string {
  return count === 1 ? '1 changed file is' : `${count} changed files are`
}

async function readCommit(directory: string, id: CommitId, endpoint: string, call: Call): Promise<Commit> {
  const args = ['log', '-1', '--no-show-signature', '--format=%s%x00%an%x00%cI', '--end-of-options', id]
  const text = await runGit(args, { directory, endpoint, signal: call.signal })
  const [subject = '', author = '', at = ''] = text.replace(/\n$/, '').split('\0')
  return { id, subject, author, at }
}

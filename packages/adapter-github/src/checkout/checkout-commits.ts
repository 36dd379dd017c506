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
      const isAncestor = async (one: CommitId, of: CommitId) => {
        const args = ['merge-base', '--is-ancestor', '--end-of-options', one, of]
        const { code } = await runGitProcess(args, { directory, endpoint, signal: call.signal })
        return code === 0 ? true : code === 1 ? false : undefined
      }
      const precedes = await isAncestor(commit, other)
      if (precedes === undefined) return 'unknown'
      if (precedes) return 'precedes'
      if (await isAncestor(other, commit)) return 'descends'
      const shallow = await runGit(['rev-parse', '--is-shallow-repository'], {
        directory,
        endpoint,
        signal: call.signal,
      })
      return shallow.trim() === 'true' ? 'unknown' : 'diverged'
    },
    caveats: (call) => findCaveats(directory, head, endpoint, call),
  }
}

/** The id of the commit that a name stands for; throws an `AdapterError` where there is none. */
export async function resolveCommit(
  directory: string,
  name: string,
  endpoint: string,
  call: Call,
): Promise<CommitId> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
  const { code, stdout, stderr } = await runGitProcess(args, { directory, endpoint, signal: call.signal })
  if (code === 0) return stdout.toString('utf8').trim()
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
  if ((await runGit(['rev-parse', 'HEAD'], git)).trim() !== head) return []
  const changed = (await runGit(['status', '--porcelain', '--', '.'], git)).split('\n').filter(Boolean)
  const remotes = ['for-each-ref', '--count=1', '--format=%(refname)']
  const hasRemote = (await runGit([...remotes, 'refs/remotes'], git)) !== ''
  const isPushed = (await runGit([...remotes, '--contains', head, 'refs/remotes'], git)) !== ''
  return [
    ...(changed.length === 0
      ? []
      : [`${countOfFiles(changed.length)} not committed, and no part of commit ${head.slice(0, 12)}`]),
    ...(hasRemote && !isPushed
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

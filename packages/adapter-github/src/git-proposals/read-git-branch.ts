import { AdapterError, type Call } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import type { ArchiveRef, GitPlace } from '../git-archive/archive-place.ts'
import type { BranchCommit, BranchState, BranchTip } from '../github/branch-state.ts'

interface BranchRefs extends GitPlace {
  /** The base's name. */
  readonly base: string
  readonly main: ArchiveRef
  readonly tip: ArchiveRef
}

// Git separates by NUL with -z; within a commit, by characters that no name holds.
const format = ['%H', '%T', '%P', '%ae', '%ce', '%an', '%B'].join('%x1f')

/** Reads a proposal's branch beside its base, both as they are at the remote now. */
export async function readGitBranch(refs: BranchRefs, call: Call): Promise<BranchState> {
  const { main, tip } = refs
  const found = await main.read(call)
  if (found === undefined) throw noBase(refs)
  const sha = await main.fetch(found, call)
  const [tree = '', date = ''] = (await git(refs, ['log', '-1', '--format=%T %cI', sha], call))
    .trim()
    .split(' ')
  const base = { sha, tree, date }
  const head = await tip.read(call)
  return {
    base,
    tip: head === undefined ? undefined : await readTip(refs, sha, await tip.fetch(head, call), call),
  }
}

async function readTip(refs: BranchRefs, base: string, sha: string, call: Call): Promise<BranchTip> {
  const log = ['log', '-z', '--reverse', '--topo-order', `--format=${format}`, `${base}..${sha}`]
  const commits = (await git(refs, log, call))
    .split('\0')
    .filter((one) => one !== '')
    .map(parseCommit)
  const behind = await git(refs, ['rev-list', '--count', `${sha}..${base}`], call)
  return { sha, commits, complete: true, upToDate: behind.trim() === '0' }
}

function parseCommit(text: string): BranchCommit {
  const [sha = '', tree = '', parents = '', author = '', committer = '', by = '', message = ''] =
    text.split('\x1f')
  return {
    sha,
    tree,
    message,
    parents: parents.split(' ').filter((one) => one !== ''),
    emails: [author, committer],
    by,
  }
}

function git(refs: GitPlace, args: readonly string[], { signal }: Call): Promise<string> {
  const { directory, endpoint } = refs
  return runGit(args, { directory, endpoint, signal })
}

function noBase({ endpoint, base }: BranchRefs): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `the repository has no branch ${base}`,
    next: 'set `base` to the branch that proposals are for, or push a first commit to it',
  })
}

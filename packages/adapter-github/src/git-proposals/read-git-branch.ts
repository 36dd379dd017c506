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
const format = ['%m', '%H', '%T', '%P', '%ae', '%ce', '%an', '%B'].join('%x1f')

/** Reads a proposal's branch beside its base, from the commits that they are at in the remote. */
export async function readGitBranch(
  refs: BranchRefs,
  found: { readonly base: string | undefined; readonly tip: string | undefined },
  call: Call,
): Promise<BranchState> {
  const { main, tip } = refs
  if (found.base === undefined) throw noBase(refs)
  const sha = await main.fetch(found.base, call)
  const [tree = '', date = ''] = (await git(refs, ['log', '-1', '--format=%T %cI', sha], call))
    .trim()
    .split(' ')
  const base = { sha, tree, date }
  if (found.tip === undefined) return { base, tip: undefined }
  return { base, tip: await readTip(refs, sha, await tip.fetch(found.tip, call), call) }
}

async function readTip(refs: BranchRefs, base: string, sha: string, call: Call): Promise<BranchTip> {
  // With --boundary, the commits that the range begins after are listed too, and marked by a dash.
  const log = ['log', '-z', '--boundary', '--reverse', '--topo-order', `--format=${format}`]
  const listed = (await git(refs, [...log, `${base}..${sha}`], call))
    .split('\0')
    .filter((one) => one !== '')
    .map((one) => one.split('\x1f'))
  const commits = listed.filter(([mark]) => mark !== '-').map(parseCommit)
  const upToDate = base === sha || listed.some(([mark, id]) => mark === '-' && id === base)
  return { sha, commits, complete: true, upToDate }
}

function parseCommit(fields: readonly string[]): BranchCommit {
  const [, sha = '', tree = '', parents = '', author = '', committer = '', by = '', message = ''] = fields
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

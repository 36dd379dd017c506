import { AdapterError, type Call } from '@tideway/core'
import type { GitOptions } from './git-process.ts'
import { runGit } from './run-git.ts'

/**
 * The commits of those refs that are at a remote, by their full names; a pattern (`refs/heads/a*`) finds more. Throws where
 * the remote has no ref at all: Git takes an empty page, which a proxy may answer in a server's place, for an empty
 * repository.
 */
export async function listRemoteRefs(
  git: Pick<GitOptions, 'directory' | 'endpoint'>,
  remote: string,
  refs: readonly string[],
  { signal }: Call,
): Promise<ReadonlyMap<string, string>> {
  const list = async (patterns: readonly string[]) => {
    const listed = await runGit(['ls-remote', '--', remote, ...patterns], { ...git, signal })
    return listed.split('\n').flatMap((line) => {
      const [commit, ref] = line.split('\t')
      return commit === undefined || ref === undefined ? [] : [[ref, commit] as const]
    })
  }
  // HEAD only shows that somebody is there; it may name a branch that nobody has pushed.
  const found = await list(['HEAD', ...refs])
  if (found.length === 0 && (await list([])).length === 0) {
    throw new AdapterError({
      kind: 'invalid-response',
      endpoint: git.endpoint ?? 'git',
      message: 'the remote is empty, or something else than a Git server answers there',
      next: 'check the remote’s address, and whether a proxy answers in its place; push a first commit to an empty one',
    })
  }
  return new Map(found.filter(([ref]) => ref.startsWith('refs/') && !ref.endsWith('^{}')))
}

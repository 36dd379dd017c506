import type { Call } from '@tideway/core'
import { runGit } from '../git/run-git.ts'
import type { GitPlace } from '../git-archive/archive-place.ts'
import { type ProposalTrailers, readTrailers, trailerLine } from './proposal-trailers.ts'

/** A proposal whose commit, or one that quotes its message, is in the base's history. */
export interface MergedProposal extends ProposalTrailers {
  /** The commit that brought it to the base. */
  readonly commit: string
}

/** The newest merged proposal with an id or digest; undefined where the base's history has none. */
export async function findMerged(
  git: GitPlace,
  base: string,
  wanted: { readonly id: string } | { readonly digest: string },
  call: Call,
): Promise<MergedProposal | undefined> {
  const options = { ...git, signal: call.signal }
  const grep = ['--fixed-strings', `--grep=${trailerLine(wanted)}`]
  const found = await runGit(['log', '-1', ...grep, '--format=%H%x1f%B', '--end-of-options', base], options)
  const [sha = '', message = ''] = found.split('\x1f')
  const trailers = readTrailers(message)
  if (trailers === undefined) return undefined
  const path = ['rev-list', '--first-parent', '--ancestry-path', `${sha}..${base}`]
  const brought = (await runGit(path, options)).trim().split('\n').at(-1)
  const isOnFirstParents = await isFirstParent(git, sha, base, call)
  return { ...trailers, commit: isOnFirstParents || !brought ? sha : brought }
}

// A squashed or rebased proposal is a commit of the base itself; a merged one lies beside it.
async function isFirstParent(git: GitPlace, sha: string, base: string, call: Call): Promise<boolean> {
  const line = await runGit(['rev-list', '--first-parent', `${base}`, `^${sha}^@`], {
    ...git,
    signal: call.signal,
  })
  return line.split('\n').includes(sha)
}

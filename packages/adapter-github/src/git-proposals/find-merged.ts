import { AdapterError, type Call, type CommitId } from '@tideway/core'
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
  return { ...trailers, commit: await bringingCommit(git, sha, base, call) }
}

/** All merged proposals that the base's history holds after a commit, or all where the clone does not have that. */
export async function listMerged(
  git: GitPlace,
  base: string,
  since: CommitId,
  call: Call,
): Promise<readonly MergedProposal[]> {
  const options = { ...git, signal: call.signal }
  const isKnown = await hasCommit(git, since, call)
  const grep = ['--fixed-strings', `--grep=${trailerLine({})}`]
  const range = isKnown ? [base, `^${since}`] : [base]
  const listed = await runGit(
    ['log', '-z', ...grep, '--format=%H%x1f%B', '--end-of-options', ...range],
    options,
  )
  const found: MergedProposal[] = []
  for (const entry of listed.split('\0')) {
    const [sha = '', message = ''] = entry.split('\x1f')
    const trailers = readTrailers(message)
    if (trailers !== undefined)
      found.push({ ...trailers, commit: await bringingCommit(git, sha, base, call) })
  }
  return found
}

async function hasCommit(git: GitPlace, commit: CommitId, call: Call): Promise<boolean> {
  try {
    await runGit(['cat-file', '-e', '--end-of-options', `${commit}^{commit}`], {
      ...git,
      signal: call.signal,
    })
    return true
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.kind !== 'invalid-request') throw error
    return false
  }
}

// The commit on the base's first parents that made another one part of it.
async function bringingCommit(git: GitPlace, sha: string, base: string, call: Call): Promise<CommitId> {
  if (await isFirstParent(git, sha, base, call)) return sha
  const path = ['rev-list', '--first-parent', '--ancestry-path', `${sha}..${base}`]
  const brought = (await runGit(path, { ...git, signal: call.signal })).trim().split('\n').at(-1)
  return brought || sha
}

// A squashed or rebased proposal is a commit of the base itself; a merged one lies beside it.
async function isFirstParent(git: GitPlace, sha: string, base: string, call: Call): Promise<boolean> {
  const line = await runGit(['rev-list', '--first-parent', `${base}`, `^${sha}^@`], {
    ...git,
    signal: call.signal,
  })
  return line.split('\n').includes(sha)
}

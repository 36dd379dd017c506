import type { Call } from '@tideway/core'
import { runGitProcess } from '../git/git-process.ts'
import { runGit } from '../git/run-git.ts'
import type { GitPlace } from '../git-archive/archive-place.ts'
import type { TreeEntry } from '../github/git-object-id.ts'
import type { RepositoryTree } from '../github/repository-tree.ts'
import { splitPath } from '../github/tree-path.ts'

// Names and ids only; a listing of a million files is below this.
const maxBytes = 256 * 1024 * 1024

/** The files of a commit in a clone; undefined where it does not have the commit. */
export async function readGitTree(
  git: GitPlace,
  commit: string,
  call: Call,
): Promise<RepositoryTree | undefined> {
  const options = { ...git, signal: call.signal, maxBytes }
  const found = await runGitProcess(['rev-parse', '--verify', '--quiet', `${commit}^{tree}`], options)
  if (found.code !== 0) return undefined
  const listed = await runGit(['ls-tree', '-r', '-t', '-z', '--full-tree', commit], options)
  const directories = new Map<string, TreeEntry[]>([['', []]])
  for (const line of listed.split('\0')) {
    const tab = line.indexOf('\t')
    if (tab < 0) continue
    const [mode = '', , sha = ''] = line.slice(0, tab).split(' ')
    const { directory, name } = splitPath(line.slice(tab + 1))
    const entries = directories.get(directory) ?? []
    directories.set(directory, entries)
    entries.push({ name, mode: mode.replace(/^0+/, ''), sha })
  }
  return { sha: found.stdout.toString().trim(), directories }
}

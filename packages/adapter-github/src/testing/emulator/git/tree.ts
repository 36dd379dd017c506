import { readCommit } from './commit.ts'
import type { GitRepository } from './git-repository.ts'
import type { GitObject } from './object-reader.ts'

/** One line of a Git tree. */
export type TreeEntry = { readonly mode: string; readonly name: string; readonly oid: string }

/** The kind of object that a tree entry's mode announces. */
export const entryType = (entry: Pick<TreeEntry, 'mode'>): 'blob' | 'tree' | 'commit' =>
  entry.mode === '40000' ? 'tree' : entry.mode === '160000' ? 'commit' : 'blob'

/** The tree that an object is or leads to; undefined where it does not. */
export const findTree = async (git: GitRepository, oid: string): Promise<GitObject | undefined> => {
  const object = await git.contents(oid)
  if (object?.type === 'tree') return object
  const commit = object?.type === 'commit' ? await readCommit(git, oid) : undefined
  return git.info(commit?.tree ?? `${oid}^{tree}`)
}

/** The entries of a tree in stored order; undefined where the id names no tree. */
export const readTree = async (
  git: GitRepository,
  oid: string,
): Promise<readonly TreeEntry[] | undefined> => {
  const object = await git.contents(oid)
  if (object?.type !== 'tree') return undefined
  const entries: TreeEntry[] = []
  let at = 0
  while (at < object.content.length) {
    const space = object.content.indexOf(32, at)
    const zero = object.content.indexOf(0, space)
    entries.push({
      mode: object.content.toString('latin1', at, space),
      name: object.content.toString('utf8', space + 1, zero),
      oid: object.content.toString('hex', zero + 1, zero + 21),
    })
    at = zero + 21
  }
  return entries
}

// Git sorts by bytes, and a folder as though its name ended in a slash.
const sortKey = (entry: TreeEntry) => Buffer.from(entryType(entry) === 'tree' ? `${entry.name}/` : entry.name)

/** Stores a tree and returns its id. */
export const writeTree = (git: GitRepository, entries: readonly TreeEntry[]): Promise<string> =>
  git.write(
    'tree',
    Buffer.concat(
      [...entries]
        .sort((left, right) => Buffer.compare(sortKey(left), sortKey(right)))
        .flatMap((entry) => [Buffer.from(`${entry.mode} ${entry.name}\0`), Buffer.from(entry.oid, 'hex')]),
    ),
  )

/** A tree entry with its path from the root. */
export type PathEntry = TreeEntry & { readonly path: string }

/** Every entry below a tree, folders before what they hold. */
export const walkTree = async (
  git: GitRepository,
  oid: string,
  folder = '',
): Promise<readonly PathEntry[]> => {
  const entries = (await readTree(git, oid)) ?? []
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const found: PathEntry = { ...entry, path: `${folder}${entry.name}` }
      return entryType(entry) === 'tree'
        ? [found, ...(await walkTree(git, entry.oid, `${found.path}/`))]
        : [found]
    }),
  )
  return nested.flat()
}

/** The entry at a path; undefined where there is none. The empty path is the root itself. */
export const findEntry = async (
  git: GitRepository,
  root: string,
  path: string,
): Promise<TreeEntry | undefined> => {
  let found: TreeEntry | undefined = { mode: '40000', name: '', oid: root }
  for (const segment of path.split('/').filter((part) => part !== '')) {
    if (found === undefined || entryType(found) !== 'tree') return undefined
    found = (await readTree(git, found.oid))?.find((entry) => entry.name === segment)
  }
  return found
}

import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { directoryMode, type TreeEntry } from './git-object-id.ts'
import type { GitHubApi } from './github-api.ts'
import { joinPath, splitPath } from './tree-path.ts'

/** A tree of a repository: the entries of its directories, by path; the root is the empty path. */
export interface RepositoryTree {
  readonly sha: string
  readonly directories: ReadonlyMap<string, readonly TreeEntry[]>
}

const treeSchema = z.object({
  sha: z.string(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), sha: z.string() })),
  truncated: z.boolean().default(false),
})

type Listing = z.infer<typeof treeSchema>

/**
 * Reads a tree in one request. GitHub cuts off large ones (100,000 entries or 7 MB); then the directories that
 * `isNeeded` are read one by one. Undefined where there is no such tree or commit.
 */
export async function readTree(
  api: GitHubApi,
  sha: string,
  isNeeded: (directory: string) => boolean,
  call: Call,
): Promise<RepositoryTree | undefined> {
  const route = 'GET /git/trees/{sha}'
  const whole = await api.find(route, { sha, recursive: '1' }, treeSchema, call)
  if (whole === undefined) return undefined
  if (!whole.truncated) return { sha: whole.sha, directories: groupByDirectory(whole) }
  const directories = new Map<string, readonly TreeEntry[]>()
  const walk = async (path: string, treeSha: string): Promise<void> => {
    const listing = await api.send(route, { sha: treeSha }, treeSchema, call)
    if (listing.truncated) throw tooLarge(api.endpoint, path)
    const entries = listing.tree.map((entry) => ({ ...toEntry(entry), name: entry.path }))
    directories.set(path, entries)
    for (const entry of entries) {
      const below = joinPath(path, entry.name)
      if (entry.mode === directoryMode && isNeeded(below)) await walk(below, entry.sha)
    }
  }
  await walk('', whole.sha)
  return { sha: whole.sha, directories }
}

/** The entry at a path; undefined where there is none. */
export function findEntry(tree: RepositoryTree, path: string): TreeEntry | undefined {
  const { directory, name } = splitPath(path)
  return tree.directories.get(directory)?.find((entry) => entry.name === name)
}

function groupByDirectory(listing: Listing): ReadonlyMap<string, readonly TreeEntry[]> {
  const directories = new Map<string, TreeEntry[]>([['', []]])
  for (const item of listing.tree) {
    const { directory, name } = splitPath(item.path)
    const entries = directories.get(directory) ?? []
    directories.set(directory, entries)
    entries.push({ ...toEntry(item), name })
  }
  return directories
}

function toEntry(item: Listing['tree'][number]): Omit<TreeEntry, 'name'> {
  return { mode: item.mode.replace(/^0+/, ''), sha: item.sha }
}

function tooLarge(endpoint: string, directory: string): AdapterError {
  return new AdapterError({
    kind: 'limit-exceeded',
    endpoint,
    message: `the directory ${JSON.stringify(directory)} has more entries than GitHub lists`,
    next: 'split it into several directories',
  })
}

import { AdapterError, type Call, type CommitId } from '@tideway/core'
import { decodeFiles } from '../checkout/tree/decode-text.ts'
import type { FileTree } from '../checkout/tree/file-tree.ts'
import { requireFile } from '../checkout/tree/require-file.ts'
import { directoryMode } from './git-object-id.ts'
import type { GitHubApi } from './github-api.ts'
import { createBlobReader } from './read-blobs.ts'
import { readTree } from './repository-tree.ts'
import { joinPath } from './tree-path.ts'

/**
 * The files of a commit, read through GitHub's API for whichever call asks. Only the names are read at once, however
 * many they are; a file is read when it is asked for, and then kept.
 */
export async function readApiTree(
  api: GitHubApi,
  commit: CommitId,
  call: Call,
): Promise<(call: Call) => FileTree> {
  const listed = await readTree(api, commit, () => true, call)
  if (listed === undefined) throw missingCommit(api.endpoint, commit)
  const entries = new Map(
    [...listed.directories].flatMap(([directory, inside]) =>
      inside
        .filter(({ mode }) => mode !== directoryMode)
        .map((entry) => [joinPath(directory, entry.name), entry] as const),
    ),
  )
  const kept = new Map<string, Uint8Array>()
  const readBlobs = createBlobReader(api, kept)
  const bytes = async (paths: readonly string[], call: Call) => {
    const wanted = paths.flatMap((path) => {
      const entry = entries.get(path)
      if (entry === undefined) return []
      requireFile(path, entry.mode)
      return [[path, entry.sha] as const]
    })
    const blobs = await readBlobs(new Map(wanted).values(), call)
    for (const [sha, blob] of blobs) kept.set(sha, blob)
    return new Map(
      wanted.flatMap(([path, sha]) => {
        const blob = blobs.get(sha)
        return blob === undefined ? [] : [[path, blob]]
      }),
    )
  }
  const paths = [...entries.keys()].sort()
  return (call) => ({
    paths,
    has: (path) => entries.has(path),
    read: async (wanted) => decodeFiles(await bytes(wanted, call)),
    bytes: (wanted) => bytes(wanted, call),
  })
}

function missingCommit(endpoint: string, commit: CommitId): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `the repository does not have the commit ${commit}`,
    next: 'push it, or name another',
  })
}

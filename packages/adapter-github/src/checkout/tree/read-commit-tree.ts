import { AdapterError, type Call, type CommitId } from '@tideway/core'
import { runGit, runGitBytes } from '../../git/run-git.ts'
import { decodeFiles } from './decode-text.ts'
import type { FileTree } from './file-tree.ts'
import { requireFile } from './require-file.ts'

interface Entry {
  readonly mode: string
  readonly id: string
}

/**
 * The files of a commit, read from Git's objects: what is edited in the working tree and not committed is not in
 * it. Only the names are read at once; a file is read when it is asked for, and then kept.
 */
export async function readCommitTree(
  directory: string,
  commit: CommitId,
  endpoint: string,
  call: Call,
): Promise<FileTree> {
  const git = { directory, endpoint, signal: call.signal }
  const listing = await runGit(['ls-tree', '-r', '-z', '--full-tree', commit], git)
  const entries = new Map(listing.split('\0').flatMap(parseEntry))
  const kept = new Map<string, Uint8Array>()
  const bytes = async (paths: readonly string[]) => {
    const missing = new Map(
      paths.flatMap((path) => {
        const entry = entries.get(path)
        if (entry === undefined || kept.has(path)) return []
        requireFile(path, entry.mode)
        return [[path, entry.id] as const]
      }),
    )
    if (missing.size > 0) {
      const input = [...missing.values()].map((id) => `${id}\n`).join('')
      const blobs = parseBatch(await runGitBytes(['cat-file', '--batch'], { ...git, input }), endpoint)
      for (const [path, id] of missing) {
        const blob = blobs.get(id)
        if (blob === undefined) throw missingBlob(endpoint, path)
        kept.set(path, blob)
      }
    }
    return new Map(
      paths.flatMap((path) => {
        const found = kept.get(path)
        return found === undefined ? [] : [[path, found]]
      }),
    )
  }
  return {
    paths: [...entries.keys()].sort(),
    has: (path) => entries.has(path),
    read: async (paths) => decodeFiles(await bytes(paths)),
    bytes,
  }
}

function parseEntry(line: string): readonly (readonly [path: string, entry: Entry])[] {
  const match = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(line)
  const [, mode, id, path] = match ?? []
  return mode === undefined || id === undefined || path === undefined ? [] : [[path, { mode, id }]]
}

// Each object is `<id> <type> <size>`, a line feed, its bytes, a line feed (git-cat-file, "Batch output").
function parseBatch(output: Buffer, endpoint: string): ReadonlyMap<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>()
  let offset = 0
  while (offset < output.length) {
    const end = output.indexOf(0x0a, offset)
    const [id = '', type, size = ''] = output.toString('latin1', offset, end).split(' ')
    if (end < 0 || type !== 'blob') throw missingBlob(endpoint, `object ${id}`)
    const start = end + 1
    blobs.set(id, output.subarray(start, start + Number(size)))
    offset = start + Number(size) + 1
  }
  return blobs
}

function missingBlob(endpoint: string, what: string): AdapterError {
  return new AdapterError({
    kind: 'not-found',
    endpoint,
    message: `${what} is not in the clone`,
    next: 'clone without a filter, or run git fsck to see what is broken',
  })
}

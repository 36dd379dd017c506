import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import type { GitHubApi } from './github-api.ts'

/** One entry of a tree to make: text, or null to remove what is there. */
export interface UploadEntry {
  readonly path: string
  /** `100644` or `100755`. */
  readonly mode: string
  readonly text: string | null
}

// GitHub answers larger trees with 502, or 422 "timed out".
const chunkEntries = 100
const chunkBytes = 1_000_000
// https://docs.github.com/rest/git/blobs: a blob's limit, which one proposal or archive never needs.
const totalBytes = 40 * 1024 * 1024

const createdSchema = z.object({ sha: z.string() })

/**
 * Stores the tree that `entries` make of `baseTree` (undefined: of nothing), in as many requests as its size
 * needs, and returns its id. Throws an `AdapterError` above 40 MiB, and where the id is not the expected one.
 */
export async function uploadTree(
  api: GitHubApi,
  baseTree: string | undefined,
  entries: readonly UploadEntry[],
  expected: string | undefined,
  call: Call,
): Promise<string> {
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0)
  if (bytes > totalBytes) throw tooLarge(api.endpoint, bytes)
  let tree = baseTree
  for (const chunk of splitIntoChunks(entries)) {
    const body = {
      ...(tree === undefined ? {} : { base_tree: tree }),
      tree: chunk.map(({ path, mode, text }) => ({
        path,
        mode,
        type: 'blob',
        ...(text === null ? { sha: null } : { content: text }),
      })),
    }
    tree = (await api.send('POST /git/trees', body, createdSchema, call)).sha
  }
  if (tree === undefined || tree !== expected) throw unexpectedTree(api.endpoint)
  return tree
}

function splitIntoChunks(entries: readonly UploadEntry[]): readonly (readonly UploadEntry[])[] {
  const chunks: UploadEntry[][] = []
  let room = 0
  for (const entry of entries) {
    const size = sizeOf(entry)
    const chunk = chunks.at(-1)
    if (chunk === undefined || chunk.length === chunkEntries || size > room) {
      chunks.push([entry])
      room = chunkBytes - size
    } else {
      chunk.push(entry)
      room -= size
    }
  }
  return chunks
}

function sizeOf(entry: UploadEntry): number {
  return Buffer.byteLength(entry.text ?? '')
}

function tooLarge(endpoint: string, bytes: number): AdapterError {
  return new AdapterError({
    kind: 'limit-exceeded',
    endpoint,
    message: `${Math.ceil(bytes / 1024 / 1024)} MiB of files are more than the 40 MiB that are sent to GitHub at once`,
    next: 'write the branch with git push (--backend git), or propose fewer units at a time',
  })
}

function unexpectedTree(endpoint: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint,
    message: 'GitHub stored another tree than the one that was sent',
    next: 'check that the files are valid UTF-8, and report this as a bug',
  })
}

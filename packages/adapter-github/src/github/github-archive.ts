import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { AdapterError, type Archive, type Call, type StoredArchive } from '@tideway/core'
import { z } from 'zod'
import { archiveRef } from '../git/archive-ref.ts'
import { hashBlob } from './git-object-id.ts'
import { hashEditedTree } from './hash-edited-tree.ts'
import { createBlobReader } from './read-blobs.ts'
import { type RepositoryTree, readTree } from './repository-tree.ts'
import { joinPath } from './tree-path.ts'
import { type UploadEntry, uploadTree } from './upload-tree.ts'
import type { Workplace } from './workplace.ts'

const createdSchema = z.object({ sha: z.string() })
const mode = '100644'

/**
 * Keeps an environment's archive in `refs/tideway/<environment>` through GitHub's Git Data API.
 * Texts that were read once are kept in memory by their Git id, so that loading again reads only what changed.
 */
export function createGitHubArchive(work: Workplace): Archive {
  const { api, refs, options } = work
  const ref = archiveRef(options.environment)
  const known = new Map<string, Uint8Array>()
  const readBlobs = createBlobReader(api, known)

  const requireTree = async (token: string, call: Call): Promise<RepositoryTree> => {
    const tree = await readTree(api, token, () => true, call)
    if (tree === undefined) throw unreadable(api.endpoint, `${ref} at ${token}`)
    return tree
  }

  return {
    token: (call) => refs.read(ref, call),
    load: async (call): Promise<StoredArchive | undefined> => {
      const token = await refs.read(ref, call)
      if (token === undefined) return undefined
      const listed = listFiles(await requireTree(token, call))
      const found = await readBlobs(listed.values(), call)
      known.clear()
      for (const [sha, bytes] of found) known.set(sha, bytes)
      const files = [...listed].map(([path, sha]) => {
        const bytes = found.get(sha)
        if (bytes === undefined || !isUtf8(bytes)) throw unreadable(api.endpoint, `${ref}:${path}`)
        return [path, Buffer.from(bytes).toString()] as const
      })
      return { token, files: Object.fromEntries(files.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
    },
    save: async (files, expected, message, call) => {
      if ((await refs.read(ref, call)) !== expected) return { kind: 'lost-race' }
      const tree: RepositoryTree =
        expected === undefined ? { sha: '', directories: new Map() } : await requireTree(expected, call)
      const present = listFiles(tree)
      const entries = listChanges(present, files)
      const changes = new Map(
        entries.map(({ path, text }) => [path, text === null ? undefined : { mode, sha: hashBlob(text) }]),
      )
      const base = expected === undefined ? undefined : tree.sha
      const wanted = hashEditedTree(tree, changes)
      const stored = await uploadTree(api, base, entries, wanted, call)
      // GitHub takes whole seconds only.
      const date = new Date(call.now()).toISOString().replace(/\.\d+Z$/, 'Z')
      const signature = { ...options.author, date }
      const commit = await api.send(
        'POST /git/commits',
        {
          // Two savers of the same content must not make the same commit, or both would seem to have won.
          message: `${message.trimEnd()}\n\nTideway-Save: ${randomUUID()}\n`,
          tree: stored,
          parents: expected === undefined ? [] : [expected],
          author: signature,
          committer: signature,
        },
        createdSchema,
        call,
      )
      if ((await refs.move(ref, expected, commit.sha, call)) === 'lost-race') return { kind: 'lost-race' }
      known.clear()
      for (const text of Object.values(files)) known.set(hashBlob(text), Buffer.from(text))
      return { kind: 'saved', token: commit.sha }
    },
  }
}

function listFiles(tree: RepositoryTree): ReadonlyMap<string, string> {
  return new Map(
    [...tree.directories].flatMap(([directory, entries]) =>
      entries
        .filter((entry) => entry.mode.startsWith('100'))
        .map((entry) => [joinPath(directory, entry.name), entry.sha] as const),
    ),
  )
}

function listChanges(
  present: ReadonlyMap<string, string>,
  files: Readonly<Record<string, string>>,
): readonly UploadEntry[] {
  const written = Object.entries(files)
    .filter(([path, text]) => present.get(path) !== hashBlob(text))
    .map(([path, text]) => ({ path, mode, text }))
  const removed = [...present.keys()]
    .filter((path) => !Object.hasOwn(files, path))
    .map((path) => ({ path, mode, text: null }))
  return [...written, ...removed]
}

function unreadable(endpoint: string, what: string): AdapterError {
  return new AdapterError({
    kind: 'invalid-response',
    endpoint,
    message: `${what} exists but cannot be read as UTF-8 text`,
    next: 'restore an earlier commit of the ref, or start a new archive with `tideway adopt`',
  })
}

import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Call } from '@tideway/core'
import { runGit } from '../../git/run-git.ts'
import { renderFailed } from '../render-failed.ts'
import { decodeFiles } from './decode-text.ts'
import type { FileTree } from './file-tree.ts'

/**
 * The files of the working tree, edits that are not committed included; ignored files are not in it.
 * A tree that differs from its commit is told to the logger.
 */
export async function readWorkTree(root: string, endpoint: string, call: Call): Promise<FileTree> {
  const git = { directory: root, endpoint, signal: call.signal }
  const status = await runGit(['status', '--porcelain', '-z'], git)
  const changed = status.split('\0').filter((line) => line !== '')
  if (changed.length > 0) {
    call.logger.warn('the working tree is read with edits that are not committed', {
      endpoint,
      changed: changed.length,
    })
  }
  const deleted = await listFiles(['--deleted'], git)
  const listed = await listFiles(['--cached', '--others', '--exclude-standard'], git)
  const paths = [...listed].filter((path) => !deleted.has(path)).sort()
  const known = new Set(paths)
  const bytes = async (wanted: readonly string[]) => {
    const found = new Map<string, Uint8Array>()
    for (const path of wanted) if (known.has(path)) found.set(path, await readBytes(root, path))
    return found
  }
  return {
    paths,
    has: (path) => known.has(path),
    read: async (wanted) => decodeFiles(await bytes(wanted)),
    bytes,
  }
}

async function listFiles(
  which: readonly string[],
  git: { readonly directory: string; readonly endpoint: string; readonly signal: AbortSignal },
): Promise<ReadonlySet<string>> {
  const listing = await runGit(['ls-files', '-z', ...which], git)
  return new Set(listing.split('\0').filter((path) => path !== ''))
}

async function readBytes(root: string, path: string): Promise<Uint8Array> {
  const file = join(root, path)
  if (!(await lstat(file)).isFile()) {
    throw renderFailed({ path }, 'it is no regular file, and links are not followed', 'put the file there')
  }
  return readFile(file)
}

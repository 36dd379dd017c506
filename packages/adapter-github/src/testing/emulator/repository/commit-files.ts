import { readCommit, type Signature, writeCommit } from '../git/commit.ts'
import { editTree, type TreeEdit } from '../git/edit-tree.ts'
import type { GitRepository } from '../git/git-repository.ts'
import { absentOid, moveRef, readRef } from '../git/refs.ts'
import { writeTree } from '../git/tree.ts'

/** Files by path: text, bytes, either with a mode (such as `100755`), or null for one that goes away. */
export type Files = Readonly<
  Record<
    string,
    string | Uint8Array | null | { readonly content: string | Uint8Array; readonly mode: string }
  >
>

const storeFile = async (git: GitRepository, path: string, file: Files[string]): Promise<TreeEdit> => {
  if (file === null || file === undefined) return { path, entry: null }
  const plain = typeof file === 'string' || file instanceof Uint8Array
  const content = plain ? file : file.content
  const mode = plain ? '100644' : file.mode
  return { path, entry: { mode, oid: await git.write('blob', Buffer.from(content)) } }
}

/** Adds one commit with changed files to a branch (made from `from` where it is missing) and returns its id. */
export const commitFiles = async (
  git: GitRepository,
  branch: string,
  from: string | undefined,
  files: Files,
  message: string,
  signature: Signature,
): Promise<string> => {
  const name = `refs/heads/${branch}`
  const before = (await readRef(git, name))?.oid
  const parent = before ?? from
  const base = parent === undefined ? undefined : (await readCommit(git, parent))?.tree
  const edits = await Promise.all(Object.entries(files).map(([path, file]) => storeFile(git, path, file)))
  const tree = (await editTree(git, base, edits)) ?? (await writeTree(git, []))
  const parents = parent === undefined ? [] : [parent]
  const after = await writeCommit(git, { tree, parents, author: signature, committer: signature, message })
  await moveRef(git, { name, before: before ?? absentOid, after })
  return after
}

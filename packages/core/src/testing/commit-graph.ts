import type { Commit, CommitId, CommitRelation } from '../contract/commits.ts'
import type { FileTree } from './merge-trees.ts'
import { sha256 } from './sha256.ts'

/** A commit with its tree. */
export interface StoredCommit extends Commit {
  readonly parents: readonly CommitId[]
  readonly files: FileTree
  /** The whole message; the subject is its first line. */
  readonly message: string
}

/** What a commit is made from. */
export interface NewCommit {
  readonly parents: readonly CommitId[]
  readonly files: FileTree
  readonly message: string
  readonly author: string
}

/** The commits of a repository in memory. */
export interface CommitGraph {
  /** The same content, parents, author and time give the same commit. */
  add(commit: NewCommit): StoredCommit
  /** Throws a RangeError for a commit that is not there. */
  get(id: CommitId): StoredCommit
  /** A commit and all before it, newest first. */
  history(id: CommitId): readonly StoredCommit[]
  /** The first id may be shortened. */
  relation(commit: CommitId, other: CommitId): CommitRelation
}

/** Makes a graph without commits. */
export function createCommitGraph(now: () => number): CommitGraph {
  const commits = new Map<CommitId, StoredCommit>()

  function isAncestor(ancestor: CommitId, commit: CommitId): boolean {
    const seen = new Set<CommitId>()
    const open = [commit]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === ancestor) return true
      if (seen.has(id)) continue
      seen.add(id)
      open.push(...(commits.get(id)?.parents ?? []))
    }
    return false
  }

  return {
    add(commit) {
      const at = new Date(now()).toISOString()
      const files = Object.entries(commit.files).sort(([a], [b]) => (a < b ? -1 : 1))
      const id = sha256(JSON.stringify([commit.parents, files, commit.message, commit.author, at])).slice(
        0,
        40,
      )
      const [subject = ''] = commit.message.split('\n')
      const stored = { ...commit, files: Object.fromEntries(files), id, subject, at }
      commits.set(id, stored)
      return stored
    },
    get(id) {
      const commit = commits.get(id)
      if (commit === undefined) throw new RangeError(`there is no commit ${id}`)
      return commit
    },
    // A commit is made after its parents.
    history: (id) => [...commits.values()].filter((commit) => isAncestor(commit.id, id)).reverse(),
    relation(shortened, other) {
      const commit = [...commits.keys()].find((id) => id.startsWith(shortened))
      if (commit === undefined || !commits.has(other)) return 'unknown'
      if (commit === other) return 'same'
      if (isAncestor(other, commit)) return 'descends'
      return isAncestor(commit, other) ? 'precedes' : 'diverged'
    },
  }
}

import { readCommit, type Signature, writeCommit } from './commit.ts'
import type { GitRepository } from './git-repository.ts'
import { divideStraightHistories } from './straight-history.ts'

/** The tree that merging two commits gives; undefined where they conflict or share no history. */
export const mergeTrees = async (
  git: GitRepository,
  ours: string,
  theirs: string,
): Promise<string | undefined> => {
  const oneSided = await mergeOneSided(git, ours, theirs)
  if (oneSided !== undefined) return oneSided
  const result = await git.byIds.try(['merge-tree', '--write-tree', '--no-messages', ours, theirs])
  return result.code === 0 ? result.stdout.toString().trim() : undefined
}

// What only one side has changed is as that side has it.
const mergeOneSided = async (
  git: GitRepository,
  ours: string,
  theirs: string,
): Promise<string | undefined> => {
  const { mergeBase } = (await divideStraightHistories(git, ours, theirs)) ?? {}
  if (mergeBase === undefined) return undefined
  const commits = await Promise.all([mergeBase, ours, theirs].map((oid) => readCommit(git, oid)))
  const [before, left, right] = commits.map((commit) => commit?.tree)
  if (left === before || left === right) return right
  return right === before ? left : undefined
}

/**
 * Applies commits one after the other on top of another commit and returns the new tip; undefined on a conflict.
 * Each is a three-way merge from its parent, for which a passing commit on that parent carries the tip's tree.
 */
export const replayCommits = async (
  git: GitRepository,
  onto: string,
  commits: readonly string[],
  committer: Signature,
): Promise<string | undefined> => {
  let tip = onto
  for (const oid of commits) {
    const commit = await readCommit(git, oid)
    const target = await readCommit(git, tip)
    const parent = commit?.parents[0]
    if (commit === undefined || target === undefined || parent === undefined) return undefined
    const carrier = await writeCommit(git, { ...target, parents: [parent], message: 'carrier' })
    const tree = await mergeTrees(git, carrier, oid)
    if (tree === undefined) return undefined
    tip = await writeCommit(git, { ...commit, tree, parents: [tip], committer })
  }
  return tip
}

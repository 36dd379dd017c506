import { readCommit } from './commit.ts'
import type { GitRepository } from './git-repository.ts'
import type { FileChange } from './parse-diff.ts'
import { type Division, divideStraightHistories, readStraightHistory } from './straight-history.ts'

/** How two commits relate; `commits` are those only `head` has, oldest first. */
export type Comparison = {
  readonly mergeBase: string | undefined
  readonly behind: number
  readonly commits: readonly string[]
  readonly files: readonly FileChange[]
}

/** The files that differ between two commits or trees. */
export const diffTrees = async (
  git: GitRepository,
  from: string,
  to: string,
): Promise<readonly FileChange[]> => {
  const treeOf = async (oid: string) => (await readCommit(git, oid))?.tree ?? oid
  return git.diff(await treeOf(from), await treeOf(to))
}

/** Compares two commits. */
export const compareCommits = async (git: GitRepository, base: string, head: string): Promise<Comparison> => {
  const straight = await divideStraightHistories(git, base, head)
  const { mergeBase, onlyLeft, onlyRight } = straight ?? (await divideHistories(git, base, head))
  const files = mergeBase === undefined ? [] : await diffTrees(git, mergeBase, head)
  return { mergeBase, behind: onlyLeft.length, commits: onlyRight.toReversed(), files }
}

const divideHistories = async (git: GitRepository, left: string, right: string): Promise<Division> => {
  const [list, bases] = await Promise.all([
    git.byIds.run(['rev-list', '--left-right', '--topo-order', `${left}...${right}`]),
    git.byIds.try(['merge-base', left, right]),
  ])
  const only = (side: string) =>
    list.split('\n').flatMap((line) => (line.startsWith(side) ? [line.slice(1)] : []))
  const mergeBase = bases.code === 0 ? bases.stdout.toString().trim() : undefined
  return { mergeBase, onlyLeft: only('<'), onlyRight: only('>') }
}

/** True where `ancestor` is reachable from `descendant`, or is it. */
export const isAncestor = async (
  git: GitRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> => {
  if (ancestor === descendant) return true
  const line = await readStraightHistory(git, descendant)
  if (line !== undefined) return line.includes(ancestor)
  return (await git.byIds.try(['merge-base', '--is-ancestor', ancestor, descendant])).code === 0
}

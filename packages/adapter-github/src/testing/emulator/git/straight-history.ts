import { readCommit } from './commit.ts'
import type { GitRepository } from './git-repository.ts'

/** Two histories: the newest commit that is in both, and those that only one of them has, newest first. */
export type Division = {
  readonly mergeBase: string | undefined
  readonly onlyLeft: readonly string[]
  readonly onlyRight: readonly string[]
}

// What is longer is left to Git.
const longest = 500

/** A commit and all before it, newest first; undefined where there is a merge among them, or very many. */
export const readStraightHistory = async (
  git: GitRepository,
  tip: string,
): Promise<readonly string[] | undefined> => {
  const line: string[] = []
  for (let oid: string | undefined = tip; oid !== undefined; ) {
    const commit = await readCommit(git, oid)
    if (commit === undefined || commit.parents.length > 1 || line.length === longest) return undefined
    line.push(commit.oid)
    oid = commit.parents[0]
  }
  return line
}

/** Divides two histories without a process; undefined where they are not straight. */
export const divideStraightHistories = async (
  git: GitRepository,
  left: string,
  right: string,
): Promise<Division | undefined> => {
  const [lefts, rights] = [await readStraightHistory(git, left), await readStraightHistory(git, right)]
  if (lefts === undefined || rights === undefined) return undefined
  const isLeft = new Set(lefts)
  const mergeBase = rights.find((oid) => isLeft.has(oid))
  const before = (line: readonly string[]) =>
    mergeBase === undefined ? line : line.slice(0, line.indexOf(mergeBase))
  return { mergeBase, onlyLeft: before(lefts), onlyRight: before(rights) }
}

import type { GitRepository } from './git-repository.ts'
import { type FileChange, parseDiff } from './parse-diff.ts'

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
): Promise<readonly FileChange[]> =>
  parseDiff(await git.run(['diff-tree', '-r', '-z', '-M', '--raw', '--numstat', from, to]))

const remembered = new WeakMap<GitRepository, Map<string, Promise<Comparison>>>()

const compare = async (git: GitRepository, base: string, head: string): Promise<Comparison> => {
  const [list, bases] = await Promise.all([
    git.run(['rev-list', '--left-right', '--topo-order', '--reverse', `${base}...${head}`]),
    git.try(['merge-base', base, head]),
  ])
  const lines = list.split('\n')
  const mergeBase = bases.code === 0 ? bases.stdout.toString().trim() : undefined
  return {
    mergeBase,
    behind: lines.filter((line) => line.startsWith('<')).length,
    commits: lines.filter((line) => line.startsWith('>')).map((line) => line.slice(1)),
    files: mergeBase === undefined ? [] : await diffTrees(git, mergeBase, head),
  }
}

/** Compares two commits; an answer is remembered, since two ids always compare alike. */
export const compareCommits = (git: GitRepository, base: string, head: string): Promise<Comparison> => {
  const known = remembered.get(git) ?? new Map<string, Promise<Comparison>>()
  remembered.set(git, known)
  const key = `${base}...${head}`
  const comparison = known.get(key) ?? compare(git, base, head)
  known.set(key, comparison)
  comparison.catch(() => known.delete(key))
  return comparison
}

/** True where `ancestor` is reachable from `descendant`, or is it. */
export const isAncestor = async (
  git: GitRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> =>
  ancestor === descendant || (await git.try(['merge-base', '--is-ancestor', ancestor, descendant])).code === 0

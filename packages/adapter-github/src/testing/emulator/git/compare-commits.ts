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
  parseDiff(await git.byIds.run(['diff-tree', '-r', '-z', '-M', '--raw', '--numstat', from, to]))

/** Compares two commits. */
export const compareCommits = async (git: GitRepository, base: string, head: string): Promise<Comparison> => {
  const range = `${base}...${head}`
  const list = await git.byIds.run(['rev-list', '--left-right', '--topo-order', '--reverse', range])
  const only = (side: string) =>
    list.split('\n').flatMap((line) => (line.startsWith(side) ? [line.slice(1)] : []))
  const [commits, behind] = [only('>'), only('<').length]
  const mergeBase = behind === 0 ? base : commits.length === 0 ? head : await findMergeBase(git, base, head)
  const files = mergeBase === undefined ? [] : await diffTrees(git, mergeBase, head)
  return { mergeBase, behind, commits, files }
}

const findMergeBase = async (git: GitRepository, base: string, head: string): Promise<string | undefined> => {
  const { code, stdout } = await git.byIds.try(['merge-base', base, head])
  return code === 0 ? stdout.toString().trim() : undefined
}

/** True where `ancestor` is reachable from `descendant`, or is it. */
export const isAncestor = async (
  git: GitRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> =>
  ancestor === descendant ||
  (await git.byIds.try(['merge-base', '--is-ancestor', ancestor, descendant])).code === 0

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signAt, writeCommit } from './commit.ts'
import { compareCommits, isAncestor } from './compare-commits.ts'
import { type GitRepository, openGitRepository } from './git-repository.ts'
import { mergeTrees } from './merge-commits.ts'
import { divideStraightHistories } from './straight-history.ts'
import { writeTree } from './tree.ts'

let root: string
let git: GitRepository
const commits = new Map<string, string>()

// Files as they are in a commit, and its parents.
const history: readonly (readonly [string, Readonly<Record<string, string>>, ...string[]])[] = [
  ['root', { a: '1', b: '1' }],
  ['left', { a: '2', b: '1' }, 'root'],
  ['left-more', { a: '2', b: '1', c: '1' }, 'left'],
  ['right', { a: '1', b: '2' }, 'root'],
  ['same-as-left', { a: '2', b: '1' }, 'root'],
  ['against-left', { a: '3', b: '1' }, 'root'],
  ['empty-change', { a: '1', b: '1' }, 'right'],
  ['stranger', { z: '1' }],
  ['merged', { a: '2', b: '2' }, 'left', 'right'],
  ['after-merge', { a: '2', b: '2', d: '1' }, 'merged'],
]

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'history-'))
  git = openGitRepository(join(root, 'r.git'))
  const author = signAt('A', 'a@example.com', '2026-01-01T00:00:00Z')
  for (const [message, files, ...parents] of history) {
    const entries = Object.entries(files).map(async ([name, text]) => {
      const oid = await git.write('blob', Buffer.from(text))
      return { mode: '100644', name, oid }
    })
    const tree = await writeTree(git, await Promise.all(entries))
    const ids = parents.map((name) => commits.get(name) ?? '')
    const commit = { tree, parents: ids, author, committer: author, message }
    commits.set(message, await writeCommit(git, commit))
  }
})
afterAll(async () => {
  await git.close()
  rmSync(root, { recursive: true })
})

const names = history.map(([name]) => name)
const tellWithGit = async (left: string, right: string) => {
  const output = async (args: readonly string[]) => {
    const { code, stdout } = await git.try(args)
    return code === 0 ? stdout.toString().trim() : undefined
  }
  const [behind, commits, mergeBase, merged] = await Promise.all([
    output(['rev-list', '--count', `${right}..${left}`]),
    output(['rev-list', '--topo-order', '--reverse', `${left}..${right}`]),
    output(['merge-base', left, right]),
    output(['merge-tree', '--write-tree', '--no-messages', left, right]),
  ])
  return { behind: Number(behind), commits: commits?.split('\n').filter(Boolean), mergeBase, merged }
}

test.each(names)('what is told of %s and any other commit is what Git says', async (name) => {
  const left = commits.get(name) ?? ''
  for (const right of commits.values()) {
    const { behind, commits, mergeBase } = await compareCommits(git, left, right)
    const merged = await mergeTrees(git, left, right)
    expect({ behind, commits, mergeBase, merged }).toEqual(await tellWithGit(left, right))
    expect(await isAncestor(git, left, right)).toBe(mergeBase === left)
  }
})

test('only what has a merge behind it is left to Git', async () => {
  const divide = (left: string, right: string) =>
    divideStraightHistories(git, commits.get(left) ?? '', commits.get(right) ?? '')
  expect(await divide('left-more', 'right')).toMatchObject({ mergeBase: commits.get('root') })
  expect(await divide('left', 'stranger')).toMatchObject({ mergeBase: undefined })
  expect(await divide('left', 'after-merge')).toBeUndefined()
  expect(await divide('left', 'f'.repeat(40))).toBeUndefined()
})

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signAt, writeCommit } from './commit.ts'
import { type GitRepository, openGitRepository } from './git-repository.ts'
import { absentOid, readRef, updateRefs } from './refs.ts'
import { writeTree } from './tree.ts'

let root: string
let git: GitRepository
const name = 'refs/heads/main'

const commit = async (message: string) => {
  const author = signAt('A', 'a@example.com', '2026-01-01T00:00:00Z')
  return writeCommit(git, { tree: await writeTree(git, []), parents: [], author, committer: author, message })
}
const move = (before: string | undefined, after: string) => updateRefs(git, [{ name, before, after }])
const tip = async () => (await readRef(git, name))?.oid

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'refs-'))
  git = openGitRepository(join(root, 'r.git'))
})
afterEach(async () => {
  await git.close()
  rmSync(root, { recursive: true })
})

test('a ref is moved from where it was read, and only from there', async () => {
  const [first, second] = [await commit('1'), await commit('2')]
  expect(await move(absentOid, first)).toEqual({ kind: 'updated' })
  expect(await move(absentOid, second)).toEqual({ kind: 'moved' })
  expect(await move(second, second)).toEqual({ kind: 'moved' })
  expect(await tip()).toBe(first)
  expect(await move(first, second)).toEqual({ kind: 'updated' })
  expect(await move(second, absentOid)).toEqual({ kind: 'updated' })
  expect(await tip()).toBeUndefined()
})

test('of several refs all are moved or none, and what comes next is not held up', async () => {
  const [first, second] = [await commit('1'), await commit('2')]
  await move(undefined, first)
  const other = { name: 'refs/heads/other', before: undefined, after: second }
  expect(await updateRefs(git, [other, { name, before: second, after: second }])).toEqual({ kind: 'moved' })
  expect(await readRef(git, other.name)).toBeUndefined()
  const unknown = await move(first, 'f'.repeat(40))
  expect(unknown).toMatchObject({ kind: 'refused', reason: expect.stringContaining('nonexistent object') })
  expect(await updateRefs(git, [other, { name, before: first, after: second }])).toEqual({ kind: 'updated' })
  expect([await tip(), (await readRef(git, other.name))?.oid]).toEqual([second, second])
})

test('of many moves at once from one state, one takes place', async () => {
  const commits = await Promise.all(['1', '2', '3', '4', '5'].map(commit))
  const outcomes = await Promise.all(commits.map((after) => move(absentOid, after)))
  const moved = commits.filter((_, index) => outcomes[index]?.kind === 'updated')
  expect(moved).toEqual([await tip()])
})

test('what other processes did to the refs meanwhile is seen', async () => {
  const [first, second] = [await commit('1'), await commit('2')]
  await move(absentOid, first)
  await git.run(['pack-refs', '--all'])
  expect(await move(absentOid, second)).toEqual({ kind: 'moved' })
  await git.run(['update-ref', name, second])
  expect(await move(first, first)).toEqual({ kind: 'moved' })
  await git.run(['pack-refs', '--all'])
  expect(await move(second, absentOid)).toEqual({ kind: 'updated' })
  expect(await tip()).toBeUndefined()
  await git.run(['update-ref', `${name}/below`, first])
  expect(await move(absentOid, first)).toMatchObject({ kind: 'refused' })
})

test('of a move here and one by another process, one takes place', async () => {
  let before = await commit('0')
  await move(absentOid, before)
  for (let round = 1; round <= 10; round += 1) {
    const [here, there] = [await commit(`here ${round}`), await commit(`there ${round}`)]
    const pushed = git.try(['update-ref', name, there, before])
    const moved = await move(before, here)
    const wins = [moved.kind === 'updated', (await pushed).code === 0]
    expect(wins.filter(Boolean)).toHaveLength(1)
    before = wins[0] === true ? here : there
    expect(await tip()).toBe(before)
  }
})

test('a ref that another process has locked is moved once it is free', async () => {
  const [first, second] = [await commit('1'), await commit('2')]
  await move(absentOid, first)
  const lock = join(git.directory, `${name}.lock`)
  writeFileSync(lock, '')
  const moved = move(first, second)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await tip()).toBe(first)
  rmSync(lock)
  expect(await moved).toEqual({ kind: 'updated' })
  expect(await tip()).toBe(second)
})

test('a branch is of commits, and nothing of a move that does not take place is left', async () => {
  const blob = await git.write('blob', Buffer.from('a'))
  expect(await move(absentOid, blob)).toMatchObject({ kind: 'refused' })
  expect(await move(blob, await commit('1'))).toEqual({ kind: 'moved' })
  expect(await git.run(['for-each-ref'])).toBe('')
  expect(
    readdirSync(join(git.directory, 'refs'), { recursive: true }).filter((path) =>
      String(path).endsWith('.lock'),
    ),
  ).toEqual([])
})

test('a ref is read from its file, from among the packed ones, and through another ref', async () => {
  const [first, second] = [await commit('1'), await commit('2')]
  expect(await tip()).toBeUndefined()
  await move(absentOid, first)
  expect(await readRef(git, name)).toEqual({ name, oid: first, type: 'commit' })
  await git.run(['pack-refs', '--all'])
  expect(await readRef(git, name)).toEqual({ name, oid: first, type: 'commit' })
  await git.run(['symbolic-ref', 'refs/heads/alias', name])
  await git.run(['update-ref', name, second])
  expect((await readRef(git, 'refs/heads/alias'))?.oid).toBe(second)
  await git.run(['update-ref', 'refs/heads/deep/er', second])
  for (const other of ['refs/heads/deep', `${name}/below`, 'refs/heads/none']) {
    expect(await readRef(git, other)).toBeUndefined()
  }
})

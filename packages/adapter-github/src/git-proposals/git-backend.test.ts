import { createTestCall } from '@tideway/core/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runGit } from '../git/run-git.ts'
import { startTestGitHub, type TestGitHub } from '../github/start-test-github.ts'

let world: TestGitHub
const call = createTestCall()

beforeEach(async () => {
  world = await startTestGitHub({ limits: { treeRequestEntries: 1, treeRequestBytes: 1 } })
})
afterEach(() => world.github.close())

test('keeps a pull request whose files the API does not take, as the same commit that the API would make', async () => {
  const git = await world.clone()
  const { proposals } = await world.connect({ git })
  const files = Array.from({ length: 300 }, (_, index) => ({
    kind: 'write' as const,
    path: `many/${index} "é".yaml`,
    text: `${index}\n${'x'.repeat(8_000)}\n`,
  }))
  const check = { name: 'tideway/sync/prod', state: 'success', summary: 'fresh' } as const
  const wanted = await world.propose(2, { files, check })
  await expect((await world.connect()).proposals.reconcile(wanted, call)).rejects.toThrow('502')
  expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'opened', id: '1' })
  const tip = (await world.github.repository.resolve('sync/prod')) ?? ''
  expect(Object.keys(await world.github.repository.files(tip))).toHaveLength(302)
  expect(world.github.repository.statuses(tip)).toMatchObject([{ state: 'success' }])
  world.sent()
  expect(await proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
  // The API does not mind either: it finds the very commit that it would have made.
  expect(await (await world.connect()).proposals.reconcile(wanted, call)).toMatchObject({ kind: 'unchanged' })
  expect(world.sent().writes).toBe(0)
  // Nothing of the clone that people see has changed.
  expect(await runGit(['branch', '--format=%(refname)'], git)).toBe('refs/heads/main\n')
  expect(await runGit(['status', '--porcelain'], git)).toBe('')
})

test('keeps modes, leaves people’s commits alone, and closes', async () => {
  await world.github.repository.seed({ 'bin/run': { content: 'x\n', mode: '100755' } })
  const { proposals } = await world.connect({ git: await world.clone() })
  const run = { kind: 'write', path: 'bin/run', text: 'y\n' } as const
  const gone = { kind: 'delete', path: 'app/a.yaml' } as const
  await proposals.reconcile(await world.propose(2, { files: [run, gone] }), call)
  const { repository } = world.github
  expect(await repository.git(['ls-tree', '-r', '--format=%(objectmode) %(path)', 'sync/prod'])).toBe(
    '100644 README\n100755 bin/run',
  )
  await repository.commitFiles('sync/prod', { 'app/a.yaml': 'a: 7\n' }, 'Fix')
  expect(await proposals.reconcile(await world.propose(3), call)).toMatchObject({ kind: 'blocked-by-edits' })
  const taken = await world.propose(3, { takeOver: true })
  expect(await proposals.reconcile(taken, call)).toMatchObject({ kind: 'updated', id: '1' })
  expect(await proposals.close('Both sides agree.', call)).toMatchObject({ kind: 'closed', id: '1' })
  expect(await repository.resolve('sync/prod')).toBeUndefined()
})

import { createTestCall } from '@tideway/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing/emulator/start-test-emulator.ts'
import { createOctokit } from './create-octokit.ts'
import { hashBlob } from './git-object-id.ts'
import { openGitHubApi } from './github-api.ts'
import { hashEditedTree } from './hash-edited-tree.ts'
import { readTree } from './repository-tree.ts'

let github: TestEmulator
beforeAll(async () => {
  github = await startTestEmulator()
})
afterAll(() => github.close())

test.each([
  ['nothing', {}],
  ['a text', { 'app/a.yaml': 'ü: 2\n' }],
  ['names that Git sorts in its own way', { 'app.yaml': '1', 'app-x/y': '2', 'app/b/c': '3', app0: '4' }],
  ['a directory that becomes empty', { 'app/a.yaml': null }],
  ['names beyond ASCII', { 'ä/😀.yaml': '1', 'z/\ud7ff': '2', 'z/\uffee': '3' }],
])('is the id that Git gives: %s', async (_, files: Readonly<Record<string, string | null>>) => {
  const octokit = createOctokit({ credential: { auth: 'write-token' }, baseUrl: github.url, throttle: false })
  const api = openGitHubApi(octokit, { owner: 'o', repo: 'r', endpoint: 'github:o/r' })
  const tree = await readTree(api, 'main', () => true, createTestCall())
  if (tree === undefined) throw new Error('main has a tree')
  const changes = Object.entries(files).map(
    ([path, text]) => [path, text === null ? undefined : { mode: '100644', sha: hashBlob(text) }] as const,
  )
  await github.repository.moveBranch('try', 'main')
  await github.repository.commitFiles('try', files, 'Try')
  expect(hashEditedTree(tree, new Map(changes))).toBe(
    await github.repository.git(['rev-parse', 'try^{tree}']),
  )
})

test('an empty tree has no id that could be sent', () => {
  const sha = hashBlob('x')
  const directories = new Map([['', [{ name: 'a', mode: '100644', sha }]]])
  expect(hashEditedTree({ sha: '', directories }, new Map([['a', undefined]]))).toBeUndefined()
})

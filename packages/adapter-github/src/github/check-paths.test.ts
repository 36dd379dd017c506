import type { FileEdit } from '@tideway/core'
import { expect, test } from 'vitest'
import { checkPaths } from './check-paths.ts'
import type { RepositoryTree } from './repository-tree.ts'

const sha = '0'.repeat(40)
const tree: RepositoryTree = {
  sha,
  directories: new Map([
    [
      '',
      [
        { name: 'app', mode: '40000', sha },
        { name: 'link', mode: '120000', sha },
        { name: 'module', mode: '160000', sha },
        { name: 'README', mode: '100644', sha },
      ],
    ],
    ['app', [{ name: 'a.yaml', mode: '100755', sha }]],
  ]),
}
const write = (path: string): FileEdit => ({ kind: 'write', path, text: '' })
const check = (files: readonly FileEdit[], allowWorkflows = false, folder = '') =>
  checkPaths(files, tree, { endpoint: 'github:o/r', folder, allowWorkflows })

test.each([
  ['../x', 'part'],
  ['a/../../x', 'part'],
  ['a//b', 'part'],
  ['', 'part'],
  ['./a', 'part'],
  ['/etc/passwd', 'absolute'],
  ['C:/x', 'absolute'],
  ['a\\b', 'backslash'],
  ['a\nb', 'control'],
  ['.git/config', '.git'],
  ['a/.GIT/hooks/x', '.git'],
  ['.git /config', '.git'],
  ['git~1/config', '.git'],
  ['.g\u200cit/config', '.git'],
  ['.github/workflows/ci.yaml', 'allowWorkflows'],
  ['.GitHub/Workflows/ci.yaml', 'allowWorkflows'],
  ['App/b.yaml', 'app only in case'],
  ['app/A.yaml', 'app/a.yaml only in case'],
  ['link', 'no plain file'],
  ['link/x', 'no directory'],
  ['module/x', 'no directory'],
  ['README/x', 'no directory'],
  ['app', 'no plain file'],
])('refuses to write %j', (path, why) => {
  expect(() => check([write(path)])).toThrow(why)
})

test('refuses what is outside of the folder, deletions too', () => {
  for (const path of ['README', 'apple/x', 'app', 'app/../README']) {
    expect(() => check([{ kind: 'delete', path }], false, 'app')).toThrow(/outside of app|part/)
  }
  check([write('app/a.yaml'), write('app/new/b.yaml')], false, 'app')
})

test('refuses two new paths that differ only in case, and one that is edited twice', () => {
  expect(() => check([write('n/a.yaml'), write('N/b.yaml')])).toThrow('only in case')
  expect(() => check([write('n/a.yaml'), write('n/a.yaml')])).toThrow('twice')
})

test('accepts ordinary paths, a change of case by renaming, and workflows where they are allowed', () => {
  check([write('app/a.yaml'), write('app/new/b.yaml'), write('.gitignore'), write('.github/CODEOWNERS')])
  check([{ kind: 'delete', path: 'app/a.yaml' }, write('app/A.yaml')])
  check([write('.github/workflows/ci.yaml')], true)
})

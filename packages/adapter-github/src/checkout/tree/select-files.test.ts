import { describe, expect, test } from 'vitest'
import { folderForNewFile, selectFiles } from './select-files.ts'
import { treeOf } from './tree-of.fixture.ts'

const paths = ['a.yaml', 'apps/README.md', 'apps/db.yml', 'apps/deep/x.yaml', 'apps/web.yaml', 'none/x.md']
const tree = treeOf(Object.fromEntries(paths.map((path) => [path, ''])))

describe('the files of a source', () => {
  test.each([
    ['apps', ['apps/db.yml', 'apps/web.yaml'], 'apps'],
    ['apps/web.yaml', ['apps/web.yaml'], undefined],
    ['', ['a.yaml'], ''],
    ['apps/*.y*ml', ['apps/db.yml', 'apps/web.yaml'], 'apps'],
    ['apps/**/*.yaml', ['apps/deep/x.yaml', 'apps/web.yaml'], undefined],
    ['none', [], 'none'],
  ])('%j names %j', (path, files, folder) => {
    expect(selectFiles(tree, path, ['.yaml', '.yml'])).toEqual(files)
    expect(folderForNewFile(tree, path)).toBe(folder)
  })

  test.each(['app', 'app/*.yaml', 'apps/web'])('%j is not there', (path) => {
    expect(() => selectFiles(tree, path, ['.yaml'])).toThrow(`${path}: it is not in the repository`)
  })
})

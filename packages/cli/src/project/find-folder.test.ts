import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findFolder } from './find-folder.ts'

const find = (directory: string) => findFolder(directory, [])

it('tells where a folder is in its checkout, through links too', () => {
  const root = mkdtempSync(join(tmpdir(), 'folder-'))
  mkdirSync(join(root, 'repo/.git'), { recursive: true })
  mkdirSync(join(root, 'repo/deploy/aws'), { recursive: true })
  symlinkSync(join(root, 'repo/deploy'), join(root, 'link'))
  expect([join(root, 'repo'), join(root, 'repo/deploy/aws'), join(root, 'link')].map(find)).toEqual([
    '',
    'deploy/aws',
    'deploy',
  ])
  expect([find(join(root, 'none')), find('/')]).toEqual(['', ''])
  const beside = { kind: 'envsubst', path: 'base', variables: '../prod.env', units: [] } as const
  expect(findFolder(join(root, 'repo/deploy'), [beside])).toBe('')
  rmSync(root, { recursive: true })
})

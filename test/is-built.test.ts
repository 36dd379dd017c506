import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isBuilt, type Output } from '../scripts/is-built.ts'

const sources = [
  'package-lock.json',
  'tsconfig.base.json',
  'examples/messagewall/tideway.yaml',
  'packages/core/package.json',
  'packages/core/tsup.config.ts',
  'packages/core/src/parse/parse.ts',
]
const programs = 'packages/core/dist/index.js'
const declarations = 'packages/core/dist/index.d.ts'
const built = [programs, declarations]
const all: readonly Output[] = ['programs', 'declarations']

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tideway-is-built-'))
  for (const path of [...sources, ...built]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), '')
  }
  for (const path of built) touch(path)
})
afterEach(() => rmSync(root, { recursive: true }))

it('is built where everything built is newer than every source', () => {
  expect(isBuilt(root, all)).toBe(true)
})

it.each(sources)('is not built where %s was changed afterwards', (path) => {
  touch(path, 2)
  expect(isBuilt(root, all)).toBe(false)
})

it('is not built where a source was taken away afterwards', () => {
  rmSync(join(root, 'packages/core/src/parse/parse.ts'))
  touch('packages/core/src/parse', 2)
  expect(isBuilt(root, all)).toBe(false)
})

it.each(built)('is not built where there is no %s', (path) => {
  rmSync(join(root, path))
  expect(isBuilt(root, all)).toBe(false)
})

it.each(built)('is not built where %s is older', (path) => {
  touch(path, -2)
  expect(isBuilt(root, all)).toBe(false)
})

it.each<[Output, string, string]>([
  ['programs', programs, declarations],
  ['declarations', declarations, programs],
])('asks for %s alone where only they are needed', (output, needed, other) => {
  rmSync(join(root, other))
  expect(isBuilt(root, [output])).toBe(true)
  touch(needed, -2)
  expect(isBuilt(root, [output])).toBe(false)
})

/** Sets when a file was changed, in hours from now. */
function touch(path: string, hours = 1): void {
  const time = Date.now() / 1000 + hours * 3600
  utimesSync(join(root, path), time, time)
}

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPacked } from './install-packed.ts'
import type { UserFolder } from './user-folder.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const guide = readFileSync(join(root, 'docs/writing-an-adapter.md'), 'utf8')
const snippets = [...guide.matchAll(/^```ts file=(\S+) stage=(\d)\n(.*?)^```$/gms)].map(
  ([, file = '', stage = '', text = '']) => ({ file, stage, text }),
)

const stages = ['1', '2'] as const

/** A folder in which every stage of the guide has one of its own, with all files up to it. */
let project: UserFolder

beforeAll(() => {
  project = installPacked(['core'])
  writeFileSync(join(project.folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project.folder, 'tsconfig.json'), formatTsconfig())
  for (const last of stages) {
    mkdirSync(join(project.folder, last))
    for (const { file, stage, text } of snippets)
      if (stage <= last) writeFileSync(join(project.folder, last, file), text)
  }
}, 60_000)
afterAll(() => project.remove())

describe('the guide to adapters', () => {
  it('names a file and a stage for every snippet of TypeScript', () => {
    expect(snippets.length).toBe(guide.match(/^```ts/gm)?.length)
    expect(snippets.length).toBeGreaterThan(5)
    expect(new Set(snippets.map(({ stage }) => stage))).toEqual(new Set(stages))
  })

  it('compiles in every stage', () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    execFileSync(process.execPath, [compiler, '--noEmit', '-p', project.folder], { encoding: 'utf8' })
  }, 60_000)

  it.each(stages)(
    'is green after stage %s',
    (stage) => {
      const output = project.run(`'${process.execPath}' --test ${stage}/conformance.ts`)
      expect(output).toMatch(/^ℹ fail 0$/m)
      expect(Number(/^ℹ pass (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(stage === '1' ? 15 : 35)
      expect(output).toMatch(/^source of SQLite: \d+ checks in \d+ groups; left out: /m)
    },
    60_000,
  )
})

// The declarations come from the sources; what the packages hold at run time comes from their tarballs.
function formatTsconfig(): string {
  const source = (path: string) => [join(root, 'packages/core/src', path, 'index.ts')]
  const paths = {
    '@tideway/core': source(''),
    '@tideway/core/testing': source('testing'),
    '@tideway/core/conformance': source('conformance'),
  }
  const typeRoots = [join(root, 'node_modules/@types')]
  const compilerOptions = { noEmit: true, isolatedDeclarations: false, declaration: false, paths, typeRoots }
  return JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*/*.ts'] })
}

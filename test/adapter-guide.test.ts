import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPacked, type PackedProject } from './install-packed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const guide = readFileSync(join(root, 'docs/writing-an-adapter.md'), 'utf8')
const snippets = [...guide.matchAll(/^```ts file=(\S+) stage=(\d)\n(.*?)^```$/gms)].map(
  ([, file = '', stage = '', text = '']) => ({ file, stage, text }),
)

/** A folder of somebody who has followed the guide so far. */
let project: PackedProject

beforeAll(() => {
  project = installPacked(['core'])
  writeFileSync(join(project.folder, 'package.json'), '{ "type": "module" }')
}, 60_000)
afterAll(() => project.remove())

describe('the guide to adapters', () => {
  it('names a file and a stage for every snippet of TypeScript', () => {
    expect(snippets.length).toBe(guide.match(/^```ts/gm)?.length)
    expect(snippets.length).toBeGreaterThan(5)
  })

  it.each(['1', '2'])(
    'is green after stage %s',
    (stage) => {
      for (const { file, text } of snippets.filter((snippet) => snippet.stage === stage)) {
        writeFileSync(join(project.folder, file), text)
      }
      writeFileSync(join(project.folder, 'tsconfig.json'), formatTsconfig())
      const compiler = join(root, 'node_modules/typescript/bin/tsc')
      execFileSync(process.execPath, [compiler, '--noEmit', '-p', project.folder], { encoding: 'utf8' })
      const output = project.run(process.execPath, '--test', 'conformance.ts')
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
  return JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] })
}

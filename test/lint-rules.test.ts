import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const configurations = [
  '.dependency-cruiser.cjs',
  'biome.json',
  'knip.jsonc',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
  'vitest.deep.config.ts',
  'vitest.shared.ts',
]

/** A project of its own in a temporary folder, judged by the configuration of this one. */
let project: string

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tideway-lint-'))
  for (const name of configurations) cpSync(join(root, name), join(project, name))
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
})
afterEach(() => {
  rmSync(project, { recursive: true })
})

type Files = Readonly<Record<string, string>>

function write(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
}

function run(
  tool: string,
  ...words: readonly string[]
): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', tool), words, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  return { status, output: stdout + stderr }
}

const constant = (name: string) => `export const ${name}: string = '${name}'\n`
const importType = (from: string) =>
  `import type { value } from '${from}'\n\nexport type Used = typeof value\n`
const use = (name: string, from: string) =>
  `import { ${name} } from '${from}'\n\nexport const used: string = ${name}\n`

describe('imports', () => {
  const cruise = () => run('depcruise', 'packages', 'examples', '--config', '.dependency-cruiser.cjs')
  const core = 'packages/core/src'

  it('accepts a stage that imports an earlier one, a kit that imports stages, and a test that imports a kit', () => {
    write({
      [`${core}/index.ts`]: "export { used } from './compare/used.ts'\n",
      [`${core}/parse/early.ts`]: constant('early'),
      [`${core}/compare/used.ts`]: use('early', '../parse/early.ts'),
      [`${core}/testing/index.ts`]: "export { used } from './kit.ts'\n",
      [`${core}/testing/kit.ts`]: `import 'node:fs'\n${use('early', '../parse/early.ts')}`,
      [`${core}/compare/used.test.ts`]: `import 'node:fs'\n${use('used', '../testing/kit.ts')}`,
      'packages/adapter-github/src/read.ts': `import 'node:fs'\n${use('used', '@tideway/core')}`,
      'packages/cli/src/run.ts': use('used', '@tideway/core/testing'),
      'examples/embed/run.ts': use('used', 'tideway'),
      'packages/cli/src/index.ts': "export { used } from './run.ts'\n",
    })
    expect(cruise()).toMatchObject({ status: 0 })
  })

  // One line each: the rule, the file that breaks it, and what that file imports against the rule.
  const violations: readonly (readonly [rule: string, from: string, word: string, to: string])[] = [
    ['stage-order-parse', `${core}/parse/a.ts`, '../plan/a.ts', `${core}/plan/a.ts`],
    ['stage-order-errors', `${core}/errors/a.ts`, '../model/a.ts', `${core}/model/a.ts`],
    ['stage-order-read', `${core}/read/a.test.ts`, '../flows/a.ts', `${core}/flows/a.ts`],
    ['stage-known', `${core}/plan/b.ts`, '../helpers/a.ts', `${core}/helpers/a.ts`],
    ['no-cycle', `${core}/plan/c.ts`, './d.ts', `${core}/plan/d.ts`],
    ['no-unresolved', `${core}/plan/e.ts`, './gone.ts', './gone.ts'],
    ['core-without-node', `${core}/plan/f.ts`, 'node:fs', 'fs'],
    ['core-without-node', `${core}/conformance/a.ts`, 'node:path', 'path'],
    ['core-alone', `${core}/plan/g.ts`, '@tideway/adapter-github', 'packages/adapter-github/src/index.ts'],
    [
      'adapter-alone',
      'packages/adapter-confighub/src/a.ts',
      '@tideway/adapter-github',
      'packages/adapter-github/src/index.ts',
    ],
    ['adapter-alone', 'packages/adapter-kubernetes/src/a.ts', 'tideway', 'packages/cli/src/index.ts'],
    ['no-own-index', `${core}/plan/h.ts`, '../index.ts', `${core}/index.ts`],
    ['no-own-index', `${core}/plan/i.test.ts`, '@tideway/core/testing', `${core}/testing/index.ts`],
    ['no-reaching-in', 'packages/cli/src/a.ts', '../../core/src/plan/a.ts', `${core}/plan/a.ts`],
    ['no-reaching-in', 'examples/embed/a.ts', '../../packages/core/src/plan/a.ts', `${core}/plan/a.ts`],
    ['test-kit-stays-out', `${core}/flows/b.ts`, '../testing/kit.ts', `${core}/testing/kit.ts`],
    ['test-kit-without-runner', `${core}/testing/b.ts`, 'node:test', 'node:test'],
    ['test-kit-without-runner', `${core}/testing/c.ts`, 'vitest', 'node_modules/vitest/dist/index.d.ts'],
    [
      'test-kit-not-shipped',
      'packages/adapter-kubernetes/src/index.ts',
      './b.ts',
      `${core}/testing/index.ts`,
    ],
  ]
  const innocent = [
    `${core}/index.ts`,
    `${core}/plan/a.ts`,
    `${core}/model/a.ts`,
    `${core}/flows/a.ts`,
    `${core}/helpers/a.ts`,
    `${core}/testing/index.ts`,
    `${core}/testing/kit.ts`,
    'packages/adapter-github/src/index.ts',
    'packages/cli/src/index.ts',
  ]

  it('refuses every import that breaks a rule, also one of a type, and no other', () => {
    write(Object.fromEntries(innocent.map((path) => [path, constant('value')])))
    write(Object.fromEntries(violations.map(([, from, word]) => [from, importType(word)])))
    write({
      [`${core}/plan/d.ts`]: importType('./c.ts'),
      'packages/adapter-kubernetes/src/b.ts': importType('@tideway/core/testing'),
    })
    const { status, output } = cruise()
    const found = [...output.matchAll(/^ *error ([a-z-]+: .+?) →\s+(.+?)(?: →)? *$/gm)].map(
      // The packages are linked from the repository: how the way there is written says nothing.
      ([, from, to]) => `${from} → ${to?.replace(/^.*(?=node_modules\/)/, '')}`,
    )
    expect(found.toSorted()).toEqual(
      violations.map(([rule, from, , to]) => `${rule}: ${from} → ${to}`).toSorted(),
    )
    expect(status).not.toBe(0)
  })
})

describe('code', () => {
  const check = () => run('biome', 'check', '--error-on-warnings', 'packages')

  it('accepts what follows the rules', () => {
    write({
      'packages/core/src/plan/file.ts': constant('file'),
      'packages/core/src/index.ts': "export { file } from './plan/file.ts'\n",
    })
    expect(check()).toMatchObject({ status: 0 })
  })

  const violations: readonly (readonly [rule: string, path: string, text: string])[] = [
    ['suspicious/noExplicitAny', 'plan/file.ts', 'export const file: any = 1\n'],
    ['style/noDefaultExport', 'plan/file.ts', 'export default 1\n'],
    [
      'style/noNonNullAssertion',
      'plan/file.ts',
      'export const first = (list: string[]): string => list[0]!\n',
    ],
    ['style/useFilenamingConvention', 'plan/bigFile.ts', constant('file')],
    ['style/useImportType', 'plan/file.ts', "import { A } from './a.ts'\n\nexport type B = A\n"],
    ['performance/noReExportAll', 'index.ts', "export * from './plan/file.ts'\n"],
    ['suspicious/noConsole', 'plan/file.ts', "console.log('here')\n\nexport {}\n"],
    ['suspicious/noTsIgnore', 'plan/file.ts', "// @ts-ignore\nexport const file: number = 'a'\n"],
    ['correctness/noUnusedVariables', 'plan/file.ts', 'const dead = 1\n\nexport {}\n'],
    ['correctness/noUnusedImports', 'plan/file.ts', "import { a } from './a.ts'\n\nexport {}\n"],
    [
      'correctness/noUnusedFunctionParameters',
      'plan/file.ts',
      'export function file(dead: string): void {}\n',
    ],
    [
      'correctness/noUnreachable',
      'plan/file.ts',
      'export function file(): number {\n  return 1\n  file()\n}\n',
    ],
    ['style/noRestrictedGlobals', 'plan/file.ts', 'export const home: unknown = process.env\n'],
  ]

  it.each(violations)('refuses %s', (rule, path, text) => {
    write({ [`packages/core/src/${path}`]: text })
    const { status, output } = check()
    expect(output).toContain(`lint/${rule} `)
    expect(status).not.toBe(0)
  })

  it('lets the test kits of the core use what a runtime offers', () => {
    write({ 'packages/core/src/testing/file.ts': 'export const home: unknown = process.env\n' })
    expect(check()).toMatchObject({ status: 0 })
  })
})

describe('dead code', () => {
  const dead = () => run('knip', '--no-config-hints')
  const manifest = (name: string, dependencies: Files) =>
    JSON.stringify({ name, type: 'module', exports: './src/index.ts', dependencies })
  const sound: Files = {
    'package.json': JSON.stringify({
      name: 'fixture',
      private: true,
      type: 'module',
      workspaces: ['packages/*'],
      devDependencies: { vitest: '5' },
    }),
    'test/build-packages.ts': 'export {}\n',
    'test/isolate-git.ts': 'export {}\n',
    'test/fixed-seed.ts': 'export {}\n',
    'test/temporary-directory.ts': 'export {}\n',
    'packages/core/package.json': manifest('@tideway/core', { zod: '4' }),
    'packages/core/src/index.ts': "export { file } from './plan/file.ts'\n",
    'packages/core/src/plan/file.ts': "import { z } from 'zod'\n\nexport const file: unknown = z.string()\n",
    'packages/core/src/plan/file.test.ts': "import { file } from './file.ts'\n\nfile\n",
  }

  it('accepts what is used', () => {
    write(sound)
    const { status, output } = dead()
    expect(output).toBe('')
    expect(status).toBe(0)
  })

  it('refuses files, exports and dependencies that nothing uses, and dependencies that are not listed', () => {
    write({
      ...sound,
      'packages/core/package.json': manifest('@tideway/core', { 'json-merge-patch': '1' }),
      'packages/core/src/plan/dead-file.ts': constant('deadConstant'),
      'packages/core/src/plan/file.ts': `${sound['packages/core/src/plan/file.ts']}${constant('deadExport')}`,
    })
    const { status, output } = dead()
    expect(
      output
        .replaceAll(/ +/g, ' ')
        .split('\n')
        .filter((line) => line !== ''),
    ).toEqual([
      'Unused files (1)',
      'packages/core/src/plan/dead-file.ts',
      'Unused dependencies (1)',
      expect.stringContaining('json-merge-patch packages/core/package.json'),
      'Unlisted dependencies (1)',
      expect.stringContaining('zod packages/core/src/plan/file.ts'),
      'Unused exports (1)',
      expect.stringContaining('deadExport packages/core/src/plan/file.ts'),
    ])
    expect(status).not.toBe(0)
  })
})

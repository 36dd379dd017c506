import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { compile, packAll, type Tarballs, versionOf } from './install-tarballs.ts'
import { createUserFolder, type UserFolder } from './user-folder.ts'

const guide = readFileSync(fileURLToPath(new URL('../docs/writing-an-adapter.md', import.meta.url)), 'utf8')
const steps = [...guide.matchAll(/^```(sh|ts)(?: file=(\S+))?[^\n]*\n(.*?)^```$/gms)]

let tarballs: Tarballs
let user: UserFolder | undefined

beforeAll(() => {
  tarballs = packAll()
})
afterAll(() => tarballs.remove())
afterEach(() => user?.remove())

function install(example: string, ...more: readonly string[]): UserFolder {
  user = createUserFolder(example)
  const tools = ['typescript', '@types/node', ...more].map(versionOf)
  user.run(`npm install --no-audit --no-fund --prefer-offline ${[...tarballs.paths, ...tools].join(' ')}`)
  return user
}

describe('an example with the packages as they are published', () => {
  it('custom-adapter compiles, and passes the suites on a real etcd', () => {
    const folder = install('custom-adapter')
    compile(folder)
    const output = folder.run('npm test')
    expect(output).toMatch(/^ℹ fail 0$/m)
    if (/etcd is not there/.test(output)) console.warn('skipped: no etcd for examples/custom-adapter')
    else expect(output).toMatch(/^source of etcd: \d+ checks in \d+ groups; nothing left out$/m)
  })

  it('embed-in-automation compiles, publishes, syncs and stops', () => {
    const folder = install('embed-in-automation')
    compile(folder)
    const output = folder.run('npm test')
    expect(output).toMatch(/^ℹ pass 3$/m)
    expect(output).toMatch(/^ℹ fail 0$/m)
  })

  it('policy-tests compiles, and passes with a test runner and with the command', () => {
    const folder = install('policy-tests', 'vitest')
    compile(folder)
    expect(folder.run('npm test')).toMatch(/Tests +\d+ passed/)
    expect(folder.run('npx --no-install tideway policy test .')).toMatch(/^policy test: 4 cases hold$/m)
    expect(() => folder.run('npx --no-install tideway policy check hidden.yaml')).toThrow(/hidden/)
  })

  it('messagewall has a configuration and a policy that hold', () => {
    const { run } = install('messagewall')
    run('git init --quiet && git add --all && git commit --quiet --message Start')
    run('npx --no-install tideway config check')
    run('npx --no-install tideway policy check policy.yaml')
  })
})

it('the guide to adapters goes from an empty folder to green suites, by every command and file in its order', () => {
  const followed = createUserFolder()
  user = followed
  const outputs = steps.map(([, language, file = '', text = '']) => {
    if (language === 'ts') return followed.write(file, text)
    // The one thing that is not as in the guide: the folder is made, and the package is not published yet.
    const lines = text.replace(/^mkdir .*$/m, '').replace(/@tideway\/core/, tarballs.pathOf('@tideway/core'))
    return followed.run(lines)
  })
  const runs = outputs.flatMap((output) => (output?.includes('ℹ pass') ? [output] : []))
  expect(runs).toHaveLength(2)
  for (const output of runs) expect(output).toMatch(/^ℹ fail 0$/m)
  expect(runs[1]).toMatch(/^sink of SQLite: \d+ checks in \d+ groups; left out: /m)
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mayRunCommands } from './may-run-commands.ts'

let directory: string
let file: string
const text = (program: string) => `# runs ${program}\n`
const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: directory })
const ask = (variables: Readonly<Record<string, string>>) => mayRunCommands(file, variables)

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tideway-commands-'))
  file = join(directory, 'tideway.yaml')
  git('init', '--quiet')
  for (const program of ['render', 'newer']) {
    writeFileSync(file, text(program))
    git('add', '.')
    git('commit', '--quiet', '--message', program)
  }
  git('update-ref', 'refs/remotes/origin/main', 'HEAD')
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('renderer commands', () => {
  it('may run where nobody else brought the configuration', async () => {
    expect(await ask({})).toBe(true)
  })

  it('may run on a pull request with a configuration of the base branch, an older one too', async () => {
    const pullRequest = { GITHUB_BASE_REF: 'main' }
    expect(await ask(pullRequest)).toBe(true)
    writeFileSync(file, text('render'))
    expect(await ask(pullRequest)).toBe(true)
    writeFileSync(file, text('curl'))
    expect(await ask(pullRequest)).toBe(false)
    git('commit', '--quiet', '--all', '--message', 'A pull request')
    expect(await ask(pullRequest)).toBe(false)
    expect(await ask({ CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' })).toBe(false)
  })

  it('may not where the base branch is not at hand', async () => {
    expect(await ask({ GITHUB_BASE_REF: 'release' })).toBe(false)
  })
})

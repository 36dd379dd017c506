import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PublishPlan } from '@tideway/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCall } from '../project/create-call.ts'
import { createCommandGuard } from './create-command-guard.ts'
import { exportCommit } from './export-commit.ts'
import type { GuardConfig } from './guard-config.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tideway-guard-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const plan: PublishPlan = { blocked: false, units: [] }
const node = (script: string): readonly string[] => [process.execPath, '-e', script]

function ask(
  command: readonly string[],
  more: Partial<GuardConfig> = {},
  variables: Readonly<Record<string, string>> = {},
  signal = new AbortController().signal,
) {
  const guard = { name: 'check', command, input: 'plan', timeoutSeconds: 20, ...more } as const
  return createCommandGuard(guard, 'prod', () => ({ directory, variables, signal }))(plan, createCall())
}

describe('a command as a guard', () => {
  it('gets the plan on standard input, and lets it pass with exit code 0', async () => {
    const script = 'process.stdin.pipe(require("fs").createWriteStream("seen.json"))'
    expect(await ask(node(script))).toEqual([])
    expect(JSON.parse(readFileSync(join(directory, 'seen.json'), 'utf8'))).toEqual({
      version: 1,
      flow: 'publish',
      environment: 'prod',
      blocked: false,
      units: [],
    })
  })

  it('vetoes with another exit code, and what it said is the reason', async () => {
    expect(await ask(node('console.log("no owner label"); process.exitCode = 3'))).toEqual([
      { reason: 'check: no owner label' },
    ])
    expect(await ask(node('process.exitCode = 1'))).toEqual([{ reason: 'check: it gave no reason' }])
  })

  it('passes words on as they are, without a shell', async () => {
    const script = 'console.log(process.argv[1]); process.exitCode = 1'
    expect(await ask([...node(script), '$(touch made) && "x" *'])).toEqual([
      { reason: 'check: $(touch made) && "x" *' },
    ])
    expect(existsSync(join(directory, 'made'))).toBe(false)
  })

  it('vetoes where it gives no answer: not there, too slow, too much, killed', async () => {
    expect(await ask(['tideway-no-such-program'])).toMatchObject([
      { reason: expect.stringContaining('it cannot be run') },
    ])
    const forever =
      'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 9)"], { stdio: "inherit" }); setInterval(() => {}, 9)'
    expect(await ask(node(forever), { timeoutSeconds: 1 })).toEqual([
      { reason: 'check: it did not answer within 1 seconds' },
    ])
    expect(await ask(node('process.stdout.write("x".repeat(1e6))'))).toEqual([
      { reason: 'check: it says more than 65536 bytes' },
    ])
    expect(await ask(node('process.kill(process.pid, "SIGTERM")'))).toEqual([
      { reason: 'check: it was ended by SIGTERM' },
    ])
  })

  it('does not get the credentials, and cannot tell one', async () => {
    const variables = { GITHUB_TOKEN: 'token-of-github', OTHER: 'other' }
    const script =
      'console.log(process.env.GITHUB_TOKEN, process.env.OTHER, "token-of-github"); process.exitCode = 1'
    expect(await ask(node(script), {}, variables)).toEqual([{ reason: 'check: undefined other <secret>' }])
  })

  it('ends with the run', async () => {
    const abort = new AbortController()
    const asked = ask(node('setInterval(() => {}, 9)'), {}, {}, abort.signal)
    setTimeout(() => abort.abort(), 100)
    await expect(asked).rejects.toMatchObject({ kind: 'aborted' })
  })
})

it('the files of a commit are exported past the work tree', () => {
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', directory, ...words], { encoding: 'utf8' })
  git('init', '--quiet')
  writeFileSync(join(directory, 'check.sh'), 'echo base\n')
  chmodSync(join(directory, 'check.sh'), 0o755)
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'Base')
  writeFileSync(join(directory, 'check.sh'), 'echo changed\n')
  const exported = exportCommit(directory, 'HEAD', process.env)
  expect(readFileSync(join(exported.directory, 'check.sh'), 'utf8')).toBe('echo base\n')
  expect(git('status', '--porcelain').trim()).toBe('M check.sh')
  exported.remove()
  expect(existsSync(exported.directory)).toBe(false)
  expect(() => exportCommit(directory, 'gone', process.env)).toThrow('TIDEWAY_CONFIG_MISSING')
})

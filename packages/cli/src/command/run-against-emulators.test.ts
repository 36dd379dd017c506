import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  type ConfigHubEmulator,
  createConfigHubEmulator,
  serve as serveConfigHub,
} from '@tideway/adapter-confighub/testing'
import {
  createGitHubEmulator,
  type GitHubEmulator,
  serve as serveGitHub,
} from '@tideway/adapter-github/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runTideway } from './run-tideway.ts'
import { unitText } from './start-test-project.ts'

const id = '7e1de3a7-0000-4000-8000-000000000003'
const secret = 'worker-secret'
const closing: (() => Promise<void>)[] = []
let directory = ''
let checkout = ''
let confighub: ConfigHubEmulator
let github: GitHubEmulator
let variables: Record<string, string>

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tideway-run-'))
  checkout = join(directory, 'checkout')
  confighub = createConfigHubEmulator({ workers: [{ id, secret, email: 'tideway@example.com' }] })
  confighub.addSpace('app-dev')
  github = createGitHubEmulator({
    directory: join(directory, 'github'),
    repositories: ['acme/app'],
    tokens: { 'github-token': { login: 'tideway', permission: 'write' } },
  })
  const servers = [await serveConfigHub(confighub.handle), await serveGitHub(github.handle)]
  closing.push(...servers.map((server) => server.close), github.close)
  variables = {
    CONFIGHUB_URL: servers[0]?.url ?? '',
    CONFIGHUB_WORKER_ID: id,
    CONFIGHUB_WORKER_SECRET: secret,
    GITHUB_API_URL: servers[1]?.url ?? '',
    GH_TOKEN: 'github-token',
  }
  const repository = github.repository('acme/app')
  await repository.seed({
    'manifests/lambda.yaml': unitText(128),
    'tideway.yaml': `version: 1
github: { repository: acme/app }
environments:
  dev:
    space: app-dev
    mode: write
    render: [{ kind: files, path: manifests }]
`,
  })
  execFileSync('git', ['clone', '--quiet', repository.directory, checkout])
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  rmSync(directory, { recursive: true })
})

async function run(...words: readonly string[]) {
  const written: string[] = []
  const code = await runTideway({
    arguments: words,
    variables,
    directory: checkout,
    stdout: { write: (text) => written.push(text) },
    stderr: { write: (text) => written.push(text) },
    signal: new AbortController().signal,
    now: Date.now,
  })
  return { code, text: written.join('') }
}

function commit(path: string, text: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), text)
  execFileSync('git', ['-C', checkout, 'add', '.'])
  execFileSync('git', ['-C', checkout, 'commit', '--quiet', '-m', `Change ${path}`])
  execFileSync('git', ['-C', checkout, 'push', '--quiet'])
}

describe('tideway against emulators of its stores', () => {
  it('publishes, proposes what an operator changed, and rolls back', async () => {
    expect(await run('publish')).toEqual({
      code: 0,
      text: expect.stringMatching(/^publish dev: 1 units written\n/),
    })
    expect(await run('publish')).toEqual({ code: 0, text: 'publish dev: nothing to write\n' })
    confighub.as('olga@example.com').setData('app-dev', 'lambda', unitText(512), 'More memory')

    const synced = await run('sync')
    expect(synced).toEqual({
      code: 0,
      text: expect.stringMatching(/^sync dev: opened .*\/pull\/1 for 1 unit\n/),
    })
    const [pull] = await github.repository('acme/app').pulls()
    expect(pull?.title).toBe('sync: Import ConfigHub state for dev')

    commit('manifests/lambda.yaml', unitText(256))
    const blocked = await run('publish')
    expect(blocked.code).toBe(3)
    expect(blocked.text).toMatch(/\n {4}Git {8}256\n {4}ConfigHub {2}512 /)

    expect((await run('rollback', '--unit', 'lambda', '--to', 'previous')).code).toBe(0)
    expect(confighub.read('app-dev', 'lambda')?.text).toBe(unitText(128))
    expect((await run('publish')).code).toBe(0)
    expect(confighub.read('app-dev', 'lambda')?.text).toBe(unitText(256))
    const history = await run('history', '--unit', 'lambda')
    expect(history.text).toContain('Restore: revision ')
  })

  it('tells wrong credentials from a store that is down', async () => {
    variables['CONFIGHUB_WORKER_SECRET'] = 'another-secret'
    const refused = await run('publish')
    expect(refused).toEqual({
      code: 1,
      text: expect.stringMatching(/^TIDEWAY_UNAUTHORIZED {2}confighub:app-dev: /),
    })
    expect(refused.text).not.toContain('another-secret')
  })
})

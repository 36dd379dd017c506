import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Octokit } from '@octokit/core'
import { createConfigHubEmulator, serve as serveConfigHub } from '@tideway/adapter-confighub/testing'
import { createGitHubEmulator, serve } from '@tideway/adapter-github/testing'
import { type Service, startService } from '../src/start-service.ts'

const secret = 'of-the-webhook'
const worker = { id: '11111111-2222-4333-8444-555555555555', secret: 'worker-secret' }
const text = (replicas: number) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: ${replicas}\n`

it('publishes on a signed push, syncs on its schedule, and stops when all is done', async () => {
  const github = createGitHubEmulator({
    tokens: { token: { login: 'robot', permission: 'write' } },
    repositories: ['acme/shop'],
  })
  const repository = github.repository('acme/shop')
  await repository.seed({ 'prod/web.yaml': text(1) })
  const hub = await serve(github.handle)
  const confighub = createConfigHubEmulator({ workers: [{ ...worker, email: 'tideway@acme.example' }] })
  confighub.addSpace('prod')
  const authority = await serveConfigHub(confighub.handle)
  const clone = mkdtempSync(join(tmpdir(), 'embedded-'))
  let service: Service | undefined
  const lines: { readonly message: string; readonly [fact: string]: unknown }[] = []
  try {
    const remote = `${hub.url.replace('//', '//x-access-token:token@')}/acme/shop.git`
    // The emulator answers in this process, which must not wait for git.
    await promisify(execFile)('git', ['clone', '--quiet', remote, clone])
    service = await startService({
      stores: {
        environment: 'prod',
        repository: 'acme/shop',
        clone,
        octokit: new Octokit({ auth: 'token', baseUrl: `${hub.url}/api/v3` }),
        confighub: { url: authority.url, space: 'prod', ...worker },
      },
      webhookSecret: secret,
      syncEvery: 1000,
      log: (level, message, facts) => lines.push({ level, message, ...facts }),
    })
    const { url } = service
    const push = async (signedWith: string) => {
      const body = JSON.stringify({ ref: 'refs/heads/main' })
      const signature = `sha256=${createHmac('sha256', signedWith).update(body).digest('hex')}`
      const headers = { 'x-hub-signature-256': signature, 'x-github-event': 'push' }
      return (await fetch(`${url}/webhook`, { method: 'POST', body, headers })).status
    }
    assert.equal(await push('another secret'), 401)
    assert.equal(await push(secret), 202)
    await until(() => confighub.read('prod', 'web')?.text === text(1))
    confighub.as('olga@acme.example').setData('prod', 'web', text(3), 'More for the sale')
    await until(async () => (await repository.pulls()).length === 1)
    assert.equal(await push(secret), 202)
    await service.stop()
    assert.equal(lines.at(-1)?.message, 'stopped')
    assert.deepEqual(
      lines.filter(({ level }) => level === 'error'),
      [],
    )
    assert.ok(!JSON.stringify(lines).includes(worker.secret))
    assert.equal(confighub.read('prod', 'web')?.text, text(3))
    await assert.rejects(() => push(secret))
  } finally {
    await service?.stop()
    if (lines.some(({ level }) => level === 'error')) console.error(lines)
    await Promise.all([hub.close(), authority.close()])
    await github.close()
    rmSync(clone, { recursive: true, force: true })
  }
})

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isSo()) return
    await wait(50)
  }
  throw new Error('it did not come to that within ten seconds')
}

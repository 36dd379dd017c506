import { strict as assert } from 'node:assert'
import { it } from 'node:test'
import { Octokit } from '@octokit/core'
import { type Service, startService } from '../src/start-service.ts'
import { push, until } from './push.ts'
import { startStores, text, worker } from './start-stores.ts'

const secret = 'of-the-webhook'

it('publishes on a signed push, syncs on its schedule, and stops when all is done', async () => {
  const stores = await startStores()
  const { repository, confighub } = stores
  let service: Service | undefined
  const lines: { readonly message: string; readonly [fact: string]: unknown }[] = []
  try {
    service = await startService({
      stores: {
        environment: 'prod',
        repository: 'acme/shop',
        clone: stores.clone,
        octokit: new Octokit({ auth: 'token', baseUrl: stores.githubUrl }),
        confighub: { url: stores.confighubUrl, space: 'prod', ...worker },
      },
      webhookSecret: secret,
      syncEvery: 1000,
      log: (level, message, facts) => lines.push({ level, message, ...facts }),
    })
    const { url } = service
    assert.equal(await push(url, 'another secret'), 401)
    assert.equal(await push(url, secret), 202)
    await until(() => confighub.read('prod', 'web')?.text === text(1))
    confighub.as('olga@acme.example').setData('prod', 'web', text(3), 'More for the sale')
    await until(async () => (await repository.pulls()).length === 1)
    assert.equal(await push(url, secret), 202)
    await service.stop()
    assert.equal(lines.at(-1)?.message, 'stopped')
    assert.deepEqual(
      lines.filter(({ level }) => level === 'error'),
      [],
    )
    assert.ok(!JSON.stringify(lines).includes(worker.secret))
    assert.equal(confighub.read('prod', 'web')?.text, text(3))
    await assert.rejects(() => push(url, secret))
  } finally {
    await service?.stop()
    if (lines.some(({ level }) => level === 'error')) console.error(lines)
    await stores.close()
  }
})

import { strict as assert } from 'node:assert'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { push, until } from './push.ts'
import { startStores, type TestStores, text, worker } from './start-stores.ts'

const secret = 'of-the-webhook'
const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))

// Starts the program with a push under way that ConfigHub answers slowly.
async function startBusy(stores: TestStores, milliseconds: number) {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ENVIRONMENT: 'prod',
      REPOSITORY: 'acme/shop',
      CLONE: stores.clone,
      GITHUB_TOKEN: 'token',
      GITHUB_API_URL: stores.githubUrl,
      CONFIGHUB_URL: stores.confighubUrl,
      CONFIGHUB_SPACE: 'prod',
      CONFIGHUB_WORKER_ID: worker.id,
      CONFIGHUB_WORKER_SECRET: worker.secret,
      WEBHOOK_SECRET: secret,
      PORT: '0',
    },
  })
  const ended = once(child, 'exit').then(([code]: readonly unknown[]) => code)
  const lines: { readonly message: string; readonly url?: string }[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
  await until(() => lines.length > 0)
  const url = lines[0]?.url ?? ''
  let isAsked = false
  const match = () => {
    isAsked = true
    return true
  }
  stores.confighub.faults.push({ match, fault: { kind: 'latency', milliseconds } })
  assert.equal(await push(url, secret), 202)
  await until(() => isAsked)
  return { child, ended, url, lines }
}

describe('the program', () => {
  it('lets the run under way end at the first SIGTERM, and takes no more work', async () => {
    const stores = await startStores()
    try {
      const { child, ended, url, lines } = await startBusy(stores, 150)
      child.kill('SIGTERM')
      // A push that is signed could still be taken before the signal arrives.
      await until(() =>
        push(url, 'another secret').then(
          () => false,
          () => true,
        ),
      )
      assert.equal(await ended, 0)
      assert.equal(stores.confighub.read('prod', 'web')?.text, text(1))
      assert.deepEqual(
        lines.map(({ message }) => message),
        ['listening', 'publish is done', 'stopped'],
      )
    } finally {
      await stores.close()
    }
  })

  it('ends at once at the second signal, whichever it is', async () => {
    const stores = await startStores()
    try {
      const { child, ended } = await startBusy(stores, 8000)
      child.kill('SIGTERM')
      await wait(500)
      assert.equal(child.exitCode, null)
      const before = Date.now()
      child.kill('SIGINT')
      await ended
      assert.ok(Date.now() - before < 4000)
      assert.equal(stores.confighub.read('prod', 'web'), undefined)
    } finally {
      await stores.close()
    }
  })
})

import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

/** Tells the service of a push to `main` as GitHub does, and answers the status. */
export async function push(url: string, secret: string): Promise<number> {
  const body = JSON.stringify({ ref: 'refs/heads/main' })
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = { 'x-hub-signature-256': signature, 'x-github-event': 'push' }
  return (await fetch(`${url}/webhook`, { method: 'POST', body, headers })).status
}

/** Waits until something is so, at most ten seconds. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isSo()) return
    await wait(50)
  }
  throw new Error('it did not come to that within ten seconds')
}

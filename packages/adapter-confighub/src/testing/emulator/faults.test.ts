import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../start-test-emulator.ts'
import type { Fault } from './faults.ts'

async function start(fault: Fault) {
  const started = await startTestEmulator()
  const unit = started.emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
  started.emulator.faults.push({ match: ({ method }) => method === 'PUT', nth: 1, fault })
  return {
    ...started,
    write: (text: string) => started.put(unit, text),
    text: () => started.emulator.read('prod', 'web')?.text,
  }
}

describe('faults', () => {
  it('cut a connection before the request takes effect', async () => {
    const { write, text, emulator } = await start({ kind: 'cut-before' })
    await expect(write('a: 2\n')).rejects.toThrow('fetch failed')
    expect(text()).toBe('a: 1\n')
    expect(emulator.requests.at(-1)).toMatchObject({ method: 'PUT', status: 0 })
    expect((await write('a: 2\n')).status).toBe(200)
  })

  it('cut a connection after the request took effect', async () => {
    const { write, text } = await start({ kind: 'cut-after' })
    await expect(write('a: 2\n')).rejects.toThrow('fetch failed')
    expect(text()).toBe('a: 2\n')
  })

  it('truncate an answer', async () => {
    const { write, text } = await start({ kind: 'truncate' })
    await expect(write('a: 2\n').then((response) => response.json())).rejects.toThrow()
    expect(text()).toBe('a: 2\n')
  })

  it('answer a status with headers, without effect or with it', async () => {
    const limited = await start({ kind: 'status', status: 429, headers: { 'Retry-After': '7' } })
    const refused = await limited.write('a: 2\n')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await refused.json()).toMatchObject({ Code: '429' })
    expect(refused.headers.get('ConfigHub-Version')).toBe('v0.4.21')
    expect(limited.text()).toBe('a: 1\n')
    const gateway = await start({ kind: 'status', status: 504, body: 'timeout', after: true })
    expect((await gateway.write('a: 2\n')).status).toBe(504)
    expect(gateway.text()).toBe('a: 2\n')
  })

  it('answer a page of HTML', async () => {
    const { write, text } = await start({ kind: 'html' })
    const answer = await write('a: 2\n')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html'])
    expect(text()).toBe('a: 1\n')
  })

  it('delay an answer', async () => {
    const { write, text } = await start({ kind: 'latency', milliseconds: 60 })
    const begun = performance.now()
    expect((await write('a: 2\n')).status).toBe(200)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55)
    expect(text()).toBe('a: 2\n')
  })

  it('hit every match without nth, those of a list, and none once removed', async () => {
    const { call, emulator } = await startTestEmulator()
    emulator.faults.push({ nth: [2, 3], fault: { kind: 'status', status: 503 } })
    const statuses = async () =>
      [await call('/me'), await call('/me'), await call('/me'), await call('/me')].map(({ status }) => status)
    expect(await statuses()).toEqual([200, 503, 503, 200])
    emulator.faults.splice(0, 1, { fault: { kind: 'status', status: 500 } })
    expect(await statuses()).toEqual([500, 500, 500, 500])
    emulator.faults.length = 0
    expect(await statuses()).toEqual([200, 200, 200, 200])
  })
})

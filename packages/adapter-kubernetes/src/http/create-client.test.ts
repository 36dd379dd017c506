import { inspect } from 'node:util'
import { AdapterError } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { describe, expect, test } from 'vitest'
import { configMap, core, startTestCluster, testToken } from '../start-test-cluster.ts'
import type { Fault } from '../testing/emulator/faults.ts'

const query = { kinds: [core('ConfigMap')] }
const objects = ['a', 'b', 'c'].map((name) => configMap(name))
const isList = ({ path }: { readonly path: string }) => path.endsWith('/configmaps')

async function catchAdapterError(work: Promise<unknown>): Promise<AdapterError> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!AdapterError.isInstance(error)) throw new Error(`no AdapterError but ${inspect(error)}`)
  return error
}

describe('what may pass by itself is tried again', () => {
  const passing: Readonly<Record<string, Fault>> = {
    'a connection that was cut': { fault: 'cut-before' },
    'an answer that broke off': { fault: 'truncate', bytes: 40 },
    'a server error': { fault: 'status', status: 500 },
    'a server that starts': { fault: 'status', status: 503 },
    'a gateway with a page of its own': { fault: 'html', status: 502 },
  }
  for (const [name, fault] of Object.entries(passing)) {
    test(name, async () => {
      const cluster = await startTestCluster({ objects })
      cluster.emulator.faults.push({ ...fault, match: isList, times: 2 })
      const { keys, complete } = await cluster.read(query)
      expect([keys.length, complete, cluster.waits.length]).toEqual([3, ['ConfigMap'], 2])
      expect(cluster.waits.every((wait) => wait <= 400)).toBe(true)
    })
  }

  test('after the time that the server asks for', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ fault: 'status', status: 429, retryAfterSeconds: 7, times: 1 })
    expect((await cluster.read(query)).complete).toEqual(['ConfigMap'])
    expect(cluster.waits).toEqual([7000])
  })

  test('but a refusal is final', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ match: isList, fault: 'status', status: 403 })
    await cluster.read(query)
    expect([cluster.emulator.requests.length, cluster.waits]).toEqual([2, []])
  })
})

describe('what concerns the server or the credential ends the run', () => {
  test('a server that cannot be reached', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ fault: 'cut-before' })
    const error = await catchAdapterError(cluster.read(query))
    expect([error.kind, cluster.emulator.requests.length]).toEqual(['unavailable', 5])
    expect(error.message).toBe(
      `TIDEWAY_UNAVAILABLE  kubernetes:dev: could not read which kinds the server has in v1: ${cluster.url} could not be reached (ECONNRESET); run again; if it stays, check the address and the state of the server`,
    )
  })

  test('a server that breaks off every answer', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ match: isList, fault: 'truncate', bytes: 40 })
    expect((await catchAdapterError(cluster.read(query))).kind).toBe('unavailable')
  })

  test('a server that is too slow', async () => {
    const cluster = await startTestCluster({ objects }, { timeoutMs: 30, retries: 1 })
    cluster.emulator.faults.push({ fault: 'latency', milliseconds: 300 })
    const error = await catchAdapterError(cluster.read(query))
    expect([error.kind, cluster.waits.length]).toEqual(['unavailable', 1])
    expect(error.message).toContain('no complete answer within 30 ms')
  })

  test('a token that is not accepted', async () => {
    const cluster = await startTestCluster({ objects, users: [{ name: 'reader', token: 'another' }] })
    const error = await catchAdapterError(cluster.read(query))
    expect(error.kind).toBe('unauthorized')
    expect(error.message).toContain('401 Unauthorized; renew the token')
  })

  test('a server that asks to wait for longer than a run does', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ fault: 'status', status: 429, retryAfterSeconds: 600 })
    const error = await catchAdapterError(cluster.read(query))
    expect([error.kind, error.retryAfterMs, cluster.waits]).toEqual(['rate-limited', 600_000, []])
  })

  test('the end of the run, while an answer is awaited', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ match: isList, fault: 'latency', milliseconds: 300 })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const error = await catchAdapterError(cluster.read(query, createTestCall({ signal: controller.signal })))
    expect(error.kind).toBe('aborted')
  })

  test('a closed endpoint', async () => {
    const cluster = await startTestCluster({ objects })
    await cluster.endpoint.close()
    await cluster.endpoint.close()
    expect((await catchAdapterError(cluster.read(query))).kind).toBe('aborted')
    expect(cluster.emulator.requests).toEqual([])
  })
})

describe('an answer that is none of Kubernetes', () => {
  test('a web page', async () => {
    const cluster = await startTestCluster({ objects })
    cluster.emulator.faults.push({ match: isList, fault: 'html', status: 200 })
    const { unknown, messages } = await cluster.read(query)
    expect(unknown).toEqual({ ConfigMap: 'invalid-response' })
    expect(messages[0]).toContain('the answer (200) is a web page')
  })

  const bodies = { 'no JSON': 'oops', 'no list': '{"kind":"Status"}', 'a nameless object': '{"items":[{}]}' }
  for (const [name, body] of Object.entries(bodies)) {
    test(name, async () => {
      const cluster = await startTestCluster({ objects }, {}, (text) =>
        text.includes('"items"') ? body : text,
      )
      expect((await cluster.read(query)).unknown).toEqual({ ConfigMap: 'invalid-response' })
    })
  }
})

test('no error shows the token, a header or a body, in no cause either', async () => {
  const faults: readonly Fault[] = [
    ...[400, 401, 403, 404, 409, 410, 413, 429, 500, 501, 503].map((status) => {
      return { fault: 'status', status, reason: `body ${testToken}` } as const
    }),
    { fault: 'cut-before' },
    { fault: 'truncate', bytes: 10 },
    { fault: 'html' },
  ]
  for (const fault of faults) {
    const cluster = await startTestCluster({ objects, users: [{ name: 'reader', token: testToken }] })
    cluster.emulator.faults.push({ ...fault, match: isList })
    const shown = await cluster.read(query).then(
      ({ messages }) => messages.join(),
      (error: unknown) => inspect(error, { depth: 10, showHidden: true }),
    )
    expect(shown).toContain('TIDEWAY_')
    expect(shown).not.toContain(testToken)
    expect(shown).not.toContain('an injected fault')
    expect(shown).not.toContain('Bad Gateway')
  }
})

test('a request function whose errors quote what was sent does not give it away', async () => {
  const request = async (
    _url: string,
    { headers }: { readonly headers: Readonly<Record<string, string>> },
  ) => {
    throw new Error(`failed with ${JSON.stringify(headers)}`)
  }
  const cluster = await startTestCluster({ users: [{ name: 'reader', token: testToken }] }, { request })
  const error = await catchAdapterError(cluster.read(query))
  expect(error.kind).toBe('unavailable')
  expect(inspect(error, { depth: 10 })).not.toContain(testToken)
})

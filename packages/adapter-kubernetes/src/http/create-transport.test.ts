import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createKubernetes } from '../create-kubernetes.ts'
import { configMap, core } from '../start-test-cluster.ts'
import { type KubeconfigOptions, kubeconfigFor } from '../testing/emulator/kubeconfig.ts'
import { createKubernetesEmulator } from '../testing/emulator/kubernetes-emulator.ts'
import { serve } from '../testing/emulator/serve.ts'
import { createTransport } from './create-transport.ts'
import { readBody } from './read-body.ts'

const noOpenssl = lacksOpenssl()

describe.skipIf(noOpenssl)('over TLS, with certificates of openssl', () => {
  let folder = ''
  const path = (name: string) => join(folder, name)
  const pem = (name: string) => readFileSync(path(`${name}.pem`), 'utf8')
  const key = (name: string) => readFileSync(path(`${name}.key`), 'utf8')
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tideway-tls-'))
    makeAuthority('ca')
    makeAuthority('other-ca')
    makeCertificate('server', 'kubernetes', 'subjectAltName=IP:127.0.0.1,DNS:kubernetes.test')
    makeCertificate('elsewhere', 'kubernetes', 'subjectAltName=DNS:elsewhere.test')
    makeCertificate('reader', 'reader', 'extendedKeyUsage=clientAuth')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a client certificate under a private authority', async () => {
    const certificate = { clientCertificate: pem('reader'), clientKey: key('reader') }
    const { names, requests } = await read('server', { certificateAuthority: pem('ca'), ...certificate })
    expect([names, requests]).toEqual([['m'], 2])
  })

  test('a token', async () => {
    const { names } = await read('server', { certificateAuthority: pem('ca'), token: 'reader-token' })
    expect(names).toEqual(['m'])
  })

  test('no credential at all, which the server refuses', async () => {
    await expect(read('server', { certificateAuthority: pem('ca') })).rejects.toMatchObject({
      kind: 'forbidden',
    })
  })

  test('a server that is not signed by the authority, at once and without a word of the credential', async () => {
    for (const authority of [{}, { certificateAuthority: pem('other-ca') }]) {
      const error: unknown = await read('server', { ...authority, token: 'reader-token' }).catch(
        (caught) => caught,
      )
      expect(error).toMatchObject({ kind: 'invalid-response' })
      expect(String(error)).toMatch(/could not prove over TLS who it is \([A-Z_]+\)/)
      expect(String(error)).not.toContain('reader-token')
    }
  })

  test('a server of another name, unless the kubeconfig says which', async () => {
    const certificateAuthority = pem('ca')
    await expect(read('elsewhere', { certificateAuthority })).rejects.toThrow('ERR_TLS_CERT_ALTNAME_INVALID')
    const named = { certificateAuthority, token: 'reader-token' }
    const { names } = await read('elsewhere', named, (text) =>
      text.replace('server:', 'tls-server-name: elsewhere.test\n      server:'),
    )
    expect(names).toEqual(['m'])
  })

  test('a client certificate that has expired is named as the reason', async () => {
    const credentials = { clientCertificate: pem('reader'), clientKey: key('reader') }
    const { error } = await read(
      'server',
      { certificateAuthority: pem('ca'), token: 'no-such-token', ...credentials },
      undefined,
      Date.now() + 100 * 24 * 3600 * 1000,
    ).catch((caught: unknown) => ({ error: caught, names: [] }))
    expect(error).toMatchObject({ kind: 'unauthorized' })
    expect(String(error)).toMatch(/the client certificate expired at \d{4}-/)
  })

  async function read(
    certificate: string,
    kubeconfig: Omit<KubeconfigOptions, 'server'>,
    edit: (text: string) => string = (text) => text,
    now: number = Date.now(),
  ): Promise<{ readonly names: readonly string[]; readonly requests: number; readonly error?: unknown }> {
    const emulator = createKubernetesEmulator({
      objects: [configMap('m')],
      users: [{ name: 'reader', token: 'reader-token' }],
    })
    const tls = { key: key(certificate), cert: pem(certificate), clientCa: pem('ca') }
    const server = await serve(emulator.handle, { tls })
    onTestFinished(server.close)
    const call = createTestCall({ now: () => now })
    const endpoint = await createKubernetes({
      kubeconfig: edit(kubeconfigFor({ ...kubeconfig, server: server.url })),
      retries: 0,
      environment: {},
    }).connect(call)
    onTestFinished(() => endpoint.close())
    const names: string[] = []
    const query = { kinds: [core('ConfigMap')], identities: [] }
    for await (const result of endpoint.resources?.resources(query, call) ?? []) {
      if (result.kind === 'unknown') throw result.error
      if (result.kind === 'object') names.push(result.identity.name)
    }
    return { names, requests: emulator.requests.length }
  }

  function makeAuthority(name: string): void {
    const subject = [
      '-subj',
      `/CN=${name}`,
      '-days',
      '30',
      '-keyout',
      path(`${name}.key`),
      '-out',
      path(`${name}.pem`),
    ]
    openssl('req', '-x509', ...newKey, ...subject)
  }

  function makeCertificate(name: string, commonName: string, extension: string): void {
    const request = [
      '-subj',
      `/CN=${commonName}`,
      '-keyout',
      path(`${name}.key`),
      '-out',
      path(`${name}.csr`),
    ]
    openssl('req', ...newKey, ...request)
    writeFileSync(path(`${name}.ext`), extension)
    const signer = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-days', '30']
    const files = ['-in', path(`${name}.csr`), '-extfile', path(`${name}.ext`), '-out', path(`${name}.pem`)]
    openssl('x509', '-req', ...signer, ...files)
  }
})

test('connections are kept for the next request, and ended by close', async () => {
  let connections = 0
  const body = JSON.stringify({ items: [], metadata: {} })
  const server = createServer((_request, response) => response.end(body))
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const transport = createTransport({ verify: true }, 2)
  const settings = {
    method: 'GET',
    headers: {},
    redirect: 'manual',
    signal: new AbortController().signal,
  } as const
  for (let count = 0; count < 3; count += 1) {
    const answer = await transport.send(`http://127.0.0.1:${port}/`, settings)
    expect(await readBody(answer.body, 1000)).toEqual({ kind: 'text', text: body })
  }
  expect(connections).toBe(1)
  transport.close()
  await new Promise((resolve) => server.close(resolve))
})

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { stdio: 'ignore' })
}

function lacksOpenssl(): boolean {
  try {
    openssl('version')
    return false
  } catch {
    process.stderr.write('skipped: there is no openssl on PATH, so nothing was tried over TLS\n')
    return true
  }
}

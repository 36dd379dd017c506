import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { AdapterError, TidewayError } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { createKubernetes } from '../create-kubernetes.ts'
import type { KubernetesOptions } from '../kubernetes-options.ts'
import { resolveOptions } from '../resolve-options.ts'
import type { ClusterAccess } from './cluster-access.ts'
import { findAccess } from './find-access.ts'

const token = 'very-secret-bearer-token'

function kubeconfig(cluster: object = {}, user: object = { token }, context: object = {}): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'dev',
    clusters: [
      { name: 'c', cluster: { server: 'https://dev.test:6443/', ...cluster } },
      { name: 'c2', cluster: { server: 'https://rancher.test/k8s/clusters/c-1' } },
    ],
    users: [{ name: 'u', user }],
    contexts: [
      { name: 'dev', context: { cluster: 'c', user: 'u', ...context } },
      { name: 'prod', context: { cluster: 'c2', namespace: 'shop' } },
    ],
  })
}

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tideway-kubeconfig-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

const find = (options: KubernetesOptions): Promise<ClusterAccess> =>
  findAccess(resolveOptions({ environment: { HOME: '/nowhere' }, ...options }), createTestCall())

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!TidewayError.isInstance(error)) throw new Error(`no TidewayError but ${String(error)}`)
  expect(error.message).not.toContain(token)
  expect(error.next).not.toBe('')
  return error.message
}

describe('where a kubeconfig is found', () => {
  test('as a text, with its current context', async () => {
    expect(await find({ kubeconfig: kubeconfig() })).toMatchObject({
      endpoint: 'kubernetes:dev',
      context: 'dev',
      namespace: 'default',
      server: 'https://dev.test:6443',
      trust: { authority: undefined, verify: true },
    })
  })

  test('as JSON in one line, too', async () => {
    const line = JSON.stringify(parse(kubeconfig()))
    expect(await find({ kubeconfig: line })).toMatchObject({ context: 'dev' })
  })

  test('but not as a text in KUBECONFIG, which is not shown', async () => {
    for (const KUBECONFIG of [kubeconfig(), JSON.stringify(parse(kubeconfig()))]) {
      expect(await messageOf(find({ environment: { KUBECONFIG } }))).toBe(
        'TIDEWAY_CONFIG_MISSING  KUBECONFIG holds the text of a kubeconfig, where the path of one is expected; ' +
          'write the text to a file that only this user may read, and set KUBECONFIG to its path',
      )
    }
  })

  test('in KUBECONFIG, whose first file wins and of which one may be missing', async () => {
    const directory = await makeDirectory()
    const [first, second] = [join(directory, 'first'), join(directory, 'second')]
    await writeFile(first, kubeconfig({ server: 'https://first.test' }))
    await writeFile(second, kubeconfig({ server: 'https://second.test' }).replaceAll('prod', 'other'))
    const KUBECONFIG = [join(directory, 'none'), first, second].join(delimiter)
    expect(await find({ environment: { KUBECONFIG } })).toMatchObject({ server: 'https://first.test' })
    expect(await find({ environment: { KUBECONFIG }, context: 'other' })).toMatchObject({ namespace: 'shop' })
  })

  test('at home, with paths that start at its directory', async () => {
    const HOME = await makeDirectory()
    await mkdir(join(HOME, '.kube'))
    await writeFile(join(HOME, '.kube', 'ca.pem'), 'the authority')
    await writeFile(join(HOME, '.kube', 'token'), `${token}\n`)
    const text = kubeconfig({ 'certificate-authority': 'ca.pem' }, { tokenFile: 'token', token: 'older' })
    await writeFile(join(HOME, '.kube', 'config'), text)
    const access = await find({ environment: { HOME } })
    expect(access.trust.authority).toBe('the authority')
    expect(await access.credentials.read()).toEqual({ headers: { Authorization: `Bearer ${token}` } })
    await writeFile(join(HOME, '.kube', 'token'), 'renewed')
    expect(await access.credentials.read()).toEqual({ headers: { Authorization: 'Bearer renewed' } })
  })

  test('nowhere: the error says where it looked', async () => {
    expect(await messageOf(find({}))).toMatch(
      /^TIDEWAY_CONFIG_MISSING {2}there is no kubeconfig: KUBECONFIG is not set, \/nowhere\/.kube\/config is not there/,
    )
    expect(await messageOf(find({ kubeconfig: '/nowhere/at-all' }))).toContain(
      'TIDEWAY_CONFIG_MISSING  there is no kubeconfig at /nowhere/at-all, which the option kubeconfig names',
    )
    expect(await messageOf(find({ environment: { KUBECONFIG: '/nowhere/at-all' } }))).toContain(
      'which KUBECONFIG names',
    )
  })
})

describe('what a context says', () => {
  test('is taken by name, and the namespace can be overridden', async () => {
    const options = { kubeconfig: kubeconfig(), context: 'prod' }
    expect(await find(options)).toMatchObject({
      endpoint: 'kubernetes:prod',
      namespace: 'shop',
      server: 'https://rancher.test/k8s/clusters/c-1',
    })
    expect(await find({ ...options, namespace: 'other' })).toMatchObject({ namespace: 'other' })
  })

  test('that is not there: the error lists those that are', async () => {
    expect(await messageOf(find({ kubeconfig: kubeconfig(), context: 'stage' }))).toContain(
      'TIDEWAY_CONFIG_MISSING  the kubeconfig that was passed has no context stage (it has dev, prod)',
    )
    const undecided = kubeconfig().replace('current-context: dev', 'current-context: ""')
    expect(await messageOf(find({ kubeconfig: undecided }))).toContain(
      'says no current-context (it has dev, prod)',
    )
  })

  test('names a cluster, a user or a file that is not there', async () => {
    const broken = [
      [kubeconfig({}, {}, { cluster: 'gone' }), 'names cluster gone, which is not there'],
      [kubeconfig({}, {}, { user: 'gone' }), 'names user gone, which is not there'],
      [kubeconfig({ 'certificate-authority': '/no/ca' }), 'names /no/ca, which cannot be read'],
      [kubeconfig({}, { 'client-certificate': '/no/cert' }), 'names /no/cert, which cannot be read'],
      [kubeconfig({}, { tokenFile: '/no/token' }), 'names /no/token, which cannot be read'],
    ] as const
    for (const [text, message] of broken) {
      expect(await messageOf(find({ kubeconfig: text }))).toMatch(
        new RegExp(`^TIDEWAY_CONFIG_MISSING .*${message}`),
      )
    }
  })

  test('certificates come as data, which is stronger than a path', async () => {
    const data = (text: string) => Buffer.from(text).toString('base64')
    const access = await find({
      kubeconfig: kubeconfig(
        {
          'certificate-authority-data': data('authority'),
          'certificate-authority': '/no/ca',
          'tls-server-name': 'x',
        },
        { 'client-certificate-data': data('certificate'), 'client-key-data': data('key') },
      ),
    })
    expect(access.trust).toEqual({ authority: 'authority', serverName: 'x', verify: true })
    expect(await access.credentials.read()).toEqual({
      headers: {},
      certificate: { cert: 'certificate', key: 'key' },
    })
  })

  test('over plain http no credential is sent', async () => {
    const access = await find({ kubeconfig: kubeconfig({ server: 'http://127.0.0.1:8001' }) })
    expect(await access.credentials.read()).toEqual({ headers: {} })
  })
})

describe('what is refused', () => {
  test('a server that nobody checks, unless that is allowed', async () => {
    const insecure = kubeconfig({ 'insecure-skip-tls-verify': true })
    expect(await messageOf(find({ kubeconfig: insecure }))).toContain('insecure-skip-tls-verify')
    expect(await find({ kubeconfig: insecure, allowInsecure: true })).toMatchObject({
      trust: { verify: false },
    })
  })

  test('what would otherwise be left out silently', async () => {
    const configs = [
      [kubeconfig({ 'proxy-url': 'http://proxy.test' }), 'proxy-url'],
      [kubeconfig({}, { username: 'olga', password: token }), 'a username with a password'],
      [kubeconfig({}, { token, as: 'admin' }), 'impersonation'],
    ] as const
    for (const [text, what] of configs) {
      const message = await messageOf(find({ kubeconfig: text }))
      expect(message).toContain('TIDEWAY_UNSUPPORTED')
      expect(message).toContain(what)
    }
  })

  test('an address with a password, and a file that is no kubeconfig, without quoting it', async () => {
    const texts = [
      [kubeconfig({ server: `https://olga:${token}@dev.test` }), 'no http or https address without user'],
      [`users:\n- name: u\n  user: {token: ${token}\n`, 'line'],
      [`users:\n- name: u\n  user: {token: [${token}]}\n`, 'users.0.user.token'],
      [`- ${token}\n`, 'the whole'],
    ] as const
    for (const [text, what] of texts) {
      const message = await messageOf(find({ kubeconfig: text }))
      expect(message).toContain('TIDEWAY_CONFIG_INVALID')
      expect(message).toContain(what)
    }
  })

  test('options that cannot be used, by name', () => {
    const options = { namespace: 'No Name', pageSize: 0, pagesize: 5 }
    expect(() => createKubernetes(options)).toThrow(
      /TIDEWAY_CONFIG_INVALID .*namespace: .*pageSize: .*"pagesize"/,
    )
  })
})

test('a credential plugin without the optional peer says which package to install', async () => {
  const installed = await import(String('@kubernetes/client-node')).then(
    () => true,
    () => false,
  )
  if (installed) return
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws-iam-authenticator' }
  const work = find({ kubeconfig: kubeconfig({}, { exec }) })
  await expect(work).rejects.toSatisfy(
    (error) => AdapterError.isInstance(error) && error.kind === 'unsupported',
  )
  expect(await messageOf(work)).toMatch(
    /needed, and it cannot be loaded; run npm install @kubernetes\/client-node/,
  )
})

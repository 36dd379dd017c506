import { inspect } from 'node:util'
import { AdapterError } from '@tideway/core'
import { expect, test } from 'vitest'
import { loadPluginCredentials } from './load-plugin-credentials.ts'
import { parseKubeconfig } from './parse-kubeconfig.ts'
import { selectContext } from './select-context.ts'

const text = `
current-context: dev
clusters: [{name: c, cluster: {server: "https://dev.test", custom: kept}}]
users:
- name: u
  user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: get-token, args: [--cluster, dev]}}
- name: other
  user: {token: very-secret-of-another}
contexts: [{name: dev, context: {cluster: c, user: u}}]
`
const context = selectContext(
  { origin: 'a test', kubeconfig: parseKubeconfig(text, 'a test', '/') },
  undefined,
)

/** A library that fills in what it is told to, in the way of `@kubernetes/client-node`. */
function createLibrary(apply: (options: Record<string, unknown>) => void) {
  const loaded: string[] = []
  class KubeConfig {
    loadFromString(config: string): void {
      loaded.push(config)
    }
    async applyToHTTPSOptions(options: Record<string, unknown>): Promise<void> {
      apply(options)
    }
  }
  return { loaded, load: async () => ({ KubeConfig }) }
}

test('the library gets this context alone, with every field of its user', async () => {
  const { load, loaded } = createLibrary(() => {})
  await loadPluginCredentials(context, 'kubernetes:dev', load)
  expect(JSON.parse(loaded[0] ?? '')).toMatchObject({
    'current-context': 'dev',
    clusters: [{ name: 'dev', cluster: { server: 'https://dev.test', custom: 'kept' } }],
    users: [{ name: 'dev', user: { exec: { command: 'get-token', args: ['--cluster', 'dev'] } } }],
  })
  expect(loaded[0]).not.toContain('very-secret-of-another')
})

test('a token or a certificate is taken from it for every request, since it may be renewed', async () => {
  let count = 0
  const { load } = createLibrary((options) => {
    count += 1
    options['headers'] = { Authorization: `Bearer ${count}` }
    options['cert'] = Buffer.from('certificate')
    options['key'] = 'key'
  })
  const credentials = await loadPluginCredentials(context, 'kubernetes:dev', load)
  for (const token of ['Bearer 1', 'Bearer 2']) {
    expect(await credentials.read()).toEqual({
      headers: { Authorization: token },
      certificate: { cert: 'certificate', key: 'key' },
    })
  }
})

test('a plugin that fails is told without its words', async () => {
  const { load } = createLibrary(() => {
    throw new Error('exited with 1: half-a-secret')
  })
  const credentials = await loadPluginCredentials(context, 'kubernetes:dev', load)
  const error: unknown = await credentials.read().catch((caught: unknown) => caught)
  expect(AdapterError.isInstance(error) && error.kind).toBe('unauthorized')
  expect(inspect(error, { depth: 5 })).not.toContain('half-a-secret')
})

test('a plugin that is not there is named', async () => {
  const { load } = createLibrary(() => {
    throw Object.assign(new Error('spawn get-token ENOENT'), { code: 'ENOENT' })
  })
  const credentials = await loadPluginCredentials(context, 'kubernetes:dev', load)
  await expect(credentials.read()).rejects.toThrow(
    'the credential plugin "get-token" of context dev is not there; install it, put it on the PATH',
  )
})

test('a library of another form is told', async () => {
  const work = loadPluginCredentials(context, 'kubernetes:dev', async () => ({}))
  await expect(work).rejects.toThrow('has no KubeConfig')
})

import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { customResourceDefinition } from './custom-resource-definition.ts'
import { kubeconfigFor } from './kubeconfig.ts'
import { createKubernetesEmulator, type KubernetesEmulator } from './kubernetes-emulator.ts'
import { type LoopbackServer, serve } from './serve.ts'

const lacks = (program: string, ...options: readonly string[]): boolean => {
  try {
    execFileSync(program, options, { stdio: 'ignore' })
    return false
  } catch {
    process.stderr.write(
      `skipped: there is no working ${program} on PATH, so it was not tried on the emulator\n`,
    )
    return true
  }
}
// The one on the PATH, and the one that `npm run tools` fetches; they may be of different versions.
const kubectls = [
  ...new Set(['kubectl', fileURLToPath(new URL('../../../../../.tools/bin/kubectl', import.meta.url))]),
].filter((program) => !lacks(program, 'version', '--client'))
let program = 'kubectl'
const noOpenssl = lacks('openssl', 'version')

const manifest = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: a, image: 'x:1', ports: [{containerPort: 80, protocol: TCP}]}
---
apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata: {name: wall, labels: {app: wall}}
spec: {memory: 128, brandNewField: [1, {a: 2}]}
`
const web = { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'web' }
const wall = {
  group: 'messagewall.demo',
  kind: 'ServerlessEventAppClaim',
  namespace: 'default',
  name: 'wall',
}
const definition = customResourceDefinition({
  group: 'messagewall.demo',
  kind: 'ServerlessEventAppClaim',
  versions: ['v1alpha1'],
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tideway-kubectl-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  HOME: folder,
  KUBECONFIG: join(folder, 'config'),
  ...more,
})

interface Outcome {
  readonly code: number
  readonly out: string
  readonly error: string
}

function kubectl(
  options: readonly string[],
  more: Record<string, string> = {},
  input = '',
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(program, options, { env: environment(more) }, (_, out, error) =>
      resolve({ code: child.exitCode ?? -1, out: out.trim(), error: error.trim() }),
    )
    child.stdin?.end(input)
  })
}

describe.each(kubectls)('a real kubectl takes the emulator for a server: %s', (chosen) => {
  let emulator: KubernetesEmulator
  let server: LoopbackServer

  beforeEach(async () => {
    program = chosen
    emulator = createKubernetesEmulator({ objects: [definition] })
    server = await serve(emulator.handle)
    writeFileSync(join(folder, 'config'), kubeconfigFor({ server: server.url }))
  })
  afterEach(() => server.close())

  const apply = (replicas: number, ...options: readonly string[]): Promise<Outcome> =>
    kubectl(['apply', '-f', '-', ...options], {}, manifest(replicas))
  const both = (first: string, second: string): string =>
    `deployment.apps/web ${first}\nserverlesseventappclaim.messagewall.demo/wall ${second}`

  test('version and api-resources', async () => {
    expect((await kubectl(['version'])).out).toContain('Server Version: v1.32.4+tideway-emulator')
    expect((await kubectl(['api-resources', '-o', 'name'])).out.split('\n')).toContain(
      'serverlesseventappclaims.messagewall.demo',
    )
  })

  test('apply creates, then finds nothing to do, with and without validation', async () => {
    expect((await apply(2, '--validate=false')).out).toBe(both('created', 'created'))
    expect((await apply(2, '--validate=false')).out).toBe(both('unchanged', 'unchanged'))
    expect((await apply(2)).out).toBe(both('unchanged', 'unchanged'))
    expect((await apply(3)).out).toBe(both('configured', 'unchanged'))
    expect(emulator.object(web)).toMatchObject({ spec: { replicas: 3 }, metadata: { generation: 2 } })
  })

  test('get in all namespaces, by label, as JSON', async () => {
    await apply(2)
    expect((await kubectl(['get', 'deployments', '-A', '--no-headers'])).out).toMatch(/^default\s+web\s/)
    const list = await kubectl([
      'get',
      'deploy,serverlesseventappclaims',
      '-l',
      'app in (wall)',
      '-o',
      'json',
    ])
    expect(JSON.parse(list.out)).toMatchObject({
      items: [{ kind: 'ServerlessEventAppClaim', spec: { memory: 128, brandNewField: [1, { a: 2 }] } }],
    })
    expect((await kubectl(['get', 'configmap', 'nothing'])).error).toBe(
      'Error from server (NotFound): configmaps "nothing" not found',
    )
  })

  test('diff shows the change and exits 1', async () => {
    await apply(2)
    const { code, out } = await kubectl(['diff', '-f', '-'], {}, manifest(5))
    expect(code).toBe(1)
    expect(out).toMatch(/^- {2}replicas: 2$/m)
    expect(out).toMatch(/^\+ {2}replicas: 5$/m)
  })

  test('edit changes built-in and custom resources as manager kubectl-edit', async () => {
    await apply(2)
    const editors = { web: 's/x:1/x:2/', wall: 's/memory: 128/memory: 512/' }
    await kubectl(['edit', 'deployment', 'web'], { KUBE_EDITOR: `sed -i '${editors.web}'` })
    await kubectl(['edit', 'serverlesseventappclaim', 'wall'], { KUBE_EDITOR: `sed -i '${editors.wall}'` })
    const owner = { manager: 'kubectl-edit', operation: 'Update' }
    expect(emulator.object(web)).toMatchObject({
      spec: { template: { spec: { containers: [{ name: 'a', image: 'x:2' }] } } },
      metadata: { managedFields: [{}, owner] },
    })
    expect(emulator.object(wall)).toMatchObject({
      spec: { memory: 512, brandNewField: [1, { a: 2 }] },
      metadata: { managedFields: [{}, { ...owner, fieldsV1: { 'f:spec': { 'f:memory': {} } } }] },
    })
  })

  test('server-side apply names the conflict, and with force takes the field', async () => {
    expect((await apply(2, '--server-side')).out).toBe(both('serverside-applied', 'serverside-applied'))
    emulator.edit(web, { spec: { replicas: 4 } })
    expect((await apply(2, '--server-side')).error).toContain(
      'Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas',
    )
    await apply(2, '--server-side', '--force-conflicts')
    expect(emulator.object(web)).toMatchObject({ spec: { replicas: 2 } })
  })

  test('patch in all three forms', async () => {
    await apply(2)
    const patches = [
      ['strategic', '{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"y"}]}}}}'],
      ['merge', '{"spec":{"replicas":7}}'],
      ['json', '[{"op":"add","path":"/metadata/labels/tier","value":"web"}]'],
    ]
    for (const [type = '', patch = ''] of patches) {
      expect((await kubectl(['patch', 'deploy', 'web', '--type', type, '-p', patch])).out).toContain(
        'patched',
      )
    }
    const live = emulator.object(web)
    expect(live).toMatchObject({ spec: { replicas: 7 }, metadata: { labels: { tier: 'web' } } })
    expect(live?.['spec']).toMatchObject({
      template: { spec: { containers: [{ name: 'b' }, { name: 'a' }] } },
    })
  })

  test('delete waits until the object is gone', async () => {
    await apply(2)
    expect((await kubectl(['delete', 'deploy', 'web'])).out).toContain('deleted')
    expect(emulator.object(web)).toBeUndefined()
  })

  test('an unknown kind is called unknown, and a selector that cannot be read is no empty list', async () => {
    const unknown = 'apiVersion: nope.example/v1\nkind: Nope\nmetadata: {name: a}\n'
    expect((await kubectl(['apply', '-f', '-'], {}, unknown)).error).toContain(
      'no matches for kind "Nope" in version "nope.example/v1"',
    )
    expect((await kubectl(['get', 'ns', '-l', 'a=b=c'])).error).toContain(
      "unable to parse requirement: found 'a=b=c'",
    )
  })

  test('a protobuf body is refused without harm', async () => {
    const { code, error } = await kubectl(['create', 'configmap', 'a', '--from-literal=k=v'])
    expect(code).toBe(1)
    expect(error).toContain('the body of the request was in an unknown format')
  })

  test('watch streams what changes', async () => {
    await apply(2)
    const child = spawn(program, ['get', 'deploy', '-w', '-o', 'jsonpath={.spec.replicas}{"\\n"}'], {
      env: environment(),
    })
    const seen: string[] = []
    for await (const line of createInterface(child.stdout)) {
      seen.push(line)
      if (seen.length === 1) emulator.edit(web, { spec: { replicas: 9 } })
      else child.kill()
    }
    expect(seen).toEqual(['2', '9'])
  })
})

describe.skipIf(kubectls.length === 0 || noOpenssl)('over TLS', () => {
  const path = (name: string): string => join(folder, name)
  const read = (name: string): string => readFileSync(path(name), 'utf8')
  const openssl = (...options: readonly string[]): void => {
    execFileSync('openssl', options, { stdio: 'ignore', cwd: folder })
  }
  const issue = (name: string, subject: string, extension: string): void => {
    writeFileSync(path(`${name}.ext`), extension)
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      `${name}.key`,
    ]
    openssl('req', ...key, '-subj', subject, '-out', `${name}.csr`)
    const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2']
    openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-extfile', `${name}.ext`, '-out', `${name}.crt`)
  }

  test('kubectl shows a client certificate or a token, and is that user', async () => {
    const authority = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    openssl('req', '-x509', ...authority, '-keyout', 'ca.key', '-subj', '/CN=authority', '-out', 'ca.crt')
    issue('server', '/CN=server', 'subjectAltName=IP:127.0.0.1\n')
    issue('client', '/CN=jane', 'extendedKeyUsage=clientAuth\n')
    const deny = [{ verbs: ['list' as const], resources: ['secrets'] }]
    const emulator = createKubernetesEmulator({
      users: [
        { name: 'jane', deny },
        { name: 'robot', token: 'right' },
      ],
    })
    const tls = { key: read('server.key'), cert: read('server.crt'), clientCa: read('ca.crt') }
    const server = await serve(emulator.handle, { tls })
    try {
      const trusted = { server: server.url, certificateAuthority: read('ca.crt') }
      const certificate = { clientCertificate: read('client.crt'), clientKey: read('client.key') }
      writeFileSync(path('config'), kubeconfigFor({ ...trusted, ...certificate }))
      expect((await kubectl(['get', 'ns', '-o', 'name'])).out).toBe(
        'namespace/default\nnamespace/kube-system',
      )
      expect((await kubectl(['get', 'secrets'])).error).toContain(
        'User "jane" cannot list resource "secrets"',
      )
      writeFileSync(path('config'), kubeconfigFor({ ...trusted, token: 'right' }))
      expect((await kubectl(['get', 'secrets', '-A', '-o', 'name'])).code).toBe(0)
      writeFileSync(path('config'), kubeconfigFor({ ...trusted, token: 'wrong' }))
      expect((await kubectl(['get', 'ns'])).code).toBe(1)
    } finally {
      await server.close()
    }
  })
})

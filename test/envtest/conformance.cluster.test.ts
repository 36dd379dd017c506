import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKubernetes } from '@tideway/adapter-kubernetes'
import { isJsonObject, type JsonObject } from '@tideway/core'
import { type Harness, type ResourceSetup, resourceSuite } from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, beforeAll, describe, inject, it } from 'vitest'
import { stringify } from 'yaml'
import { connectHandle } from './connect-handle.ts'
import { createJsonClient } from './json-client.ts'
import { createServiceAccount } from './service-account.ts'
import { discoveryRule, withholdDiscovery } from './withhold-discovery.ts'

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)
const namespaces = ['shop', 'other']
const paths: Readonly<Record<string, string>> = {
  ConfigMap: 'api/v1/namespaces/%/configmaps',
  Deployment: 'apis/apps/v1/namespaces/%/deployments',
}
// A prediction is a creation for show.
const verbs = ['get', 'list', 'create']
const rulesWithout = (refused?: string): readonly JsonObject[] => [
  discoveryRule,
  ...['configmaps', 'deployments', 'secrets']
    .filter((resource) => resource !== refused)
    .map((resource) => ({ apiGroups: ['', 'apps'], resources: [resource], verbs })),
]

const account = await createServiceAccount(send, [])
const harness: Harness<ResourceSetup> = {
  name: 'Kubernetes on a real API server',
  provokes: ['unreadable', 'forbidden', 'unauthorized'],
  secrets: [account.token],
  async setup() {
    await account.setRules(rulesWithout())
    const folder = mkdtempSync(join(tmpdir(), 'tideway-account-'))
    // Read again for each request, so that a test can take the credential away.
    const tokenFile = join(folder, 'token')
    writeFileSync(tokenFile, account.token)
    const call = createTestCall()
    const endpoint = await createKubernetes({ kubeconfig: kubeconfigWith(tokenFile), pageSize: 1 }).connect(
      call,
    )
    return {
      endpoint,
      call,
      async seed(objects) {
        for (const object of objects) await create(object)
      },
      async provoke(what, kind) {
        if (what === 'unauthorized') writeFileSync(tokenFile, 'nobody')
        else await account.setRules(what === 'unreadable' ? rulesWithout(`${kind?.toLowerCase()}s`) : [])
      },
      async close() {
        await endpoint.close()
        rmSync(folder, { recursive: true })
        for (const path of Object.values(paths)) {
          for (const namespace of namespaces) await send('DELETE', `/${path.replace('%', namespace)}`)
        }
      },
    }
  },
}

async function create(object: JsonObject): Promise<void> {
  const { kind, metadata } = object
  const namespace = isJsonObject(metadata) ? String(metadata['namespace']) : ''
  const path = `/${paths[String(kind)]?.replace('%', namespace)}`
  const { status, body } = await send('POST', path, { body: object })
  if (status !== 201) throw new Error(`the server refused an object: ${JSON.stringify(body)}`)
}

function kubeconfigWith(tokenFile: string): string {
  const authority = Buffer.from(server.certificateAuthority).toString('base64')
  const cluster = { server: server.url, 'certificate-authority-data': authority }
  return stringify({
    clusters: [{ name: 'real', cluster }],
    users: [{ name: 'real', user: { tokenFile } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'real', namespace: 'shop' } }],
    'current-context': 'real',
  })
}

// So that all that the account may do can be taken from it.
let grantDiscovery = async () => {}
beforeAll(async () => {
  grantDiscovery = await withholdDiscovery(send)
  for (const name of namespaces) await send('POST', '/api/v1/namespaces', { body: { metadata: { name } } })
})
afterAll(async () => {
  await grantDiscovery()
  close()
})

resourceSuite({ describe, it }, harness)

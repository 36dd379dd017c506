import { setTimeout as wait } from 'node:timers/promises'
import { kubeconfigFor } from '@tideway/adapter-kubernetes/testing'
import { listKindSchemas, type ResourceKind, type SchemaResult } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { playSchemas } from '../../packages/cli/src/command/schemas-story.fixture.ts'
import { connectHandle } from './connect-handle.ts'
import { defineKinds, waitUntilPublished } from './define-kinds.ts'
import { createJsonClient } from './json-client.ts'
import { appClaim, lambdaFunction } from './messagewall-kinds.ts'
import { connectEndpoint } from './read-resources.ts'
import { createServiceAccount } from './service-account.ts'

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)
afterAll(close)

const houses = '/apis/gates.example/v1/namespaces/default/gatehouses'
const manager = 'fieldManager=kubectl-edit'

it('the schemas of the cluster decide what counts as equal: from a file, and asked directly', async () => {
  await playSchemas({
    kubeconfig: kubeconfigFor({
      server: server.url,
      certificateAuthority: server.certificateAuthority,
      token: server.adminToken,
    }),
    define: (definition) => defineKinds(send, [definition]),
    create: async (body) =>
      expect(await send('POST', `${houses}?${manager}`, { body })).toMatchObject({ status: 201 }),
    edit: async (body) => {
      const type = 'application/merge-patch+json'
      expect(await send('PATCH', `${houses}/north?${manager}`, { body, type })).toMatchObject({ status: 200 })
    },
  })
}, 120_000)

describe('the schemas that a server publishes', () => {
  const claim = { group: 'messagewall.demo', kind: 'ServerlessEventAppClaim' }
  const lambda = { group: 'lambda.aws.upbound.io', kind: 'Function' }
  const broken = { group: 'broken.example', kind: 'Thing' }

  beforeAll(async () => {
    await defineKinds(send, [appClaim, lambdaFunction])
    // An aggregated API whose server is down.
    const apiService = {
      metadata: { name: 'v1.broken.example' },
      spec: {
        group: broken.group,
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 15,
        insecureSkipTLSVerify: true,
        service: { name: 'gone', namespace: 'default' },
      },
    }
    await send('POST', '/apis/apiregistration.k8s.io/v1/apiservices', { body: apiService })
    for (const version of ['messagewall.demo/v1alpha1', 'lambda.aws.upbound.io/v1beta2'])
      await waitUntilPublished(send, version)
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (JSON.stringify((await send('GET', '/apis')).body).includes(broken.group)) return
      await wait(100)
    }
    throw new Error('the server does not list the aggregated API')
  })
  afterAll(async () => {
    await send('DELETE', '/apis/apiregistration.k8s.io/v1/apiservices/v1.broken.example')
  })

  async function read(kinds: readonly ResourceKind[], token?: string): Promise<readonly SchemaResult[]> {
    const endpoint = await connectEndpoint(server, token, { retries: 0 })
    try {
      const results: SchemaResult[] = []
      const stream = endpoint.resources?.schemas?.(kinds, createTestCall()) ?? []
      for await (const result of stream) results.push(result)
      return results
    } finally {
      await endpoint.close()
    }
  }
  const inShort = (results: readonly SchemaResult[]) =>
    results.map(({ resource, kind }) => `${resource.kind}.${resource.group} ${kind}`)

  it('say of a custom resource what its definition says', async () => {
    const results = await read([claim, lambda])
    expect(results).toEqual(
      [appClaim, lambdaFunction].map((definition) => {
        const schemas = listKindSchemas(definition)
        const [{ group = '', kind = '' } = {}] = schemas
        return { kind: 'schemas', resource: { group, kind }, schemas }
      }),
    )
  })

  it('are unknown of an aggregated API that is down, and absent only where nobody serves the kind', async () => {
    const nobody = { group: 'nobody.example', kind: 'Thing' }
    const other = { group: 'messagewall.demo', kind: 'Other' }
    expect(inShort(await read([broken, claim, nobody, other]))).toEqual([
      'Thing.broken.example unknown',
      'ServerlessEventAppClaim.messagewall.demo schemas',
      'Thing.nobody.example absent',
      'Other.messagewall.demo absent',
    ])
  })

  it('can be read by everybody whom the server knows', async () => {
    const account = await createServiceAccount(send, [])
    expect(inShort(await read([claim], account.token))).toEqual([
      'ServerlessEventAppClaim.messagewall.demo schemas',
    ])
  })
})

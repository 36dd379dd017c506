import { getField, type JsonObject } from '@tideway/core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connectHandle } from './connect-handle.ts'
import { defineKinds } from './define-kinds.ts'
import { createJsonClient } from './json-client.ts'
import { appClaim, dynamoTable, lambdaFunction } from './messagewall-kinds.ts'
import { connectEndpoint, readResources } from './read-resources.ts'
import { createServiceAccount } from './service-account.ts'
import { startApiServer } from './start-api-server.ts'

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)
const namespace = 'live-objects'
const claims = `/apis/messagewall.demo/v1alpha1/namespaces/${namespace}/serverlesseventappclaims`
const claimKind = { group: 'messagewall.demo', kind: 'ServerlessEventAppClaim' }
const tableKind = { group: 'dynamodb.aws.upbound.io', kind: 'Table' }
const configMapKind = { group: '', kind: 'ConfigMap' }

const claim = (name: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'messagewall.demo/v1alpha1',
  kind: 'ServerlessEventAppClaim',
  metadata: { name, namespace },
  spec,
})

beforeAll(async () => {
  await send('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } })
  await defineKinds(send, [appClaim, lambdaFunction, dynamoTable])
})
afterAll(close)

describe('objects as the server returns them', () => {
  it('come whole, with fields that no schema names and the apiVersion that lists leave out', async () => {
    const spec = { region: 'us-east-1', parameters: { brandNewField: [1, { deep: { a: 'b' } }] } }
    await send('POST', claims, { body: claim('odd', spec) })
    const endpoint = await connectEndpoint(server)
    const { objects, complete } = await readResources(endpoint, {
      kinds: [claimKind],
      namespaces: [namespace],
    })
    await endpoint.close()
    expect(objects).toMatchObject([{ ...claim('odd', {}), spec }])
    expect(complete).toEqual(['ServerlessEventAppClaim'])
  })

  it('have the defaults of their schema, and none of the fields that it does not know', async () => {
    const spec = { region: 'us-east-1', lambda: { memorySize: 128 }, unheardOf: true }
    expect(await send('POST', claims, { body: claim('defaulted', spec) })).toMatchObject({ status: 201 })
    const endpoint = await connectEndpoint(server)
    const identities = [{ ...claimKind, namespace, name: 'defaulted' }]
    const { objects } = await readResources(endpoint, { identities })
    await endpoint.close()
    expect(getField(objects[0], ['spec'])).toEqual({
      region: 'us-east-1',
      lambda: { memorySize: 128, timeout: 10 },
      compositeDeletePolicy: 'Background',
    })
  })

  it('say per field who set it, also below a key of a list', async () => {
    const table = {
      apiVersion: 'dynamodb.aws.upbound.io/v1beta2',
      kind: 'Table',
      metadata: { name: 'owned' },
      spec: { forProvider: { region: 'us-east-1', billingMode: 'PAY_PER_REQUEST' } },
    }
    const path = '/apis/dynamodb.aws.upbound.io/v1beta2/tables/owned'
    const type = 'application/apply-patch+yaml'
    await send('PATCH', `${path}?fieldManager=argocd-controller&force=true`, { body: table, type })
    const status = { conditions: [{ type: 'Ready', status: 'True' }] }
    await send('PATCH', `${path}/status?fieldManager=provider-dynamodb`, {
      body: { status },
      type: 'application/merge-patch+json',
    })
    const endpoint = await connectEndpoint(server)
    const { objects } = await readResources(endpoint, { kinds: [tableKind] })
    await endpoint.close()
    expect(getField(objects[0], ['metadata', 'managedFields'])).toMatchObject([
      {
        manager: 'argocd-controller',
        operation: 'Apply',
        fieldsV1: { 'f:spec': { 'f:forProvider': { 'f:billingMode': {}, 'f:region': {} } } },
      },
      {
        manager: 'provider-dynamodb',
        operation: 'Update',
        subresource: 'status',
        fieldsV1: { 'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': {} } } },
      },
    ])
  })
})

it('a kind that nobody serves is unknown, not empty', async () => {
  const endpoint = await connectEndpoint(server)
  const kinds = [
    { group: 'nobody.example', kind: 'Nothing' },
    { group: 'messagewall.demo', kind: 'Nothing' },
  ]
  const { unknown, complete } = await readResources(endpoint, { kinds, namespaces: [namespace] })
  await endpoint.close()
  expect([unknown, complete]).toEqual([{ Nothing: 'not-found' }, []])
})

describe('a list', () => {
  const names = Array.from({ length: 25 }, (_, index) => `page-${String(index).padStart(2, '0')}`)
  const pages = { kinds: [configMapKind], namespaces: [namespace], labelSelector: 'paged=yes' }
  const makeMany = async (client: typeof send): Promise<void> => {
    await client('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } })
    for (const name of names) {
      const body = { metadata: { name, labels: { paged: 'yes' } } }
      await client('POST', `/api/v1/namespaces/${namespace}/configmaps`, { body })
    }
  }
  const namesOf = (objects: readonly JsonObject[]) =>
    objects.map((object) => getField(object, ['metadata', 'name']))

  it('of many pages yields every object once', async () => {
    await makeMany(send)
    const endpoint = await connectEndpoint(server, server.adminToken, { pageSize: 4 })
    const { objects, complete } = await readResources(endpoint, pages)
    await endpoint.close()
    expect(namesOf(objects)).toEqual(names)
    expect(complete).toEqual(['ConfigMap'])
  })

  it('begins anew, without repeating an object, where the server has forgotten its state', async () => {
    const { stop, ...forgetful } = await startApiServer(server.assets, { compactionIntervalSeconds: 1 })
    const connected = connectHandle(forgetful)
    try {
      const client = createJsonClient(connected.handle)
      await makeMany(client)
      const first = await client('GET', `/api/v1/namespaces/${namespace}/configmaps?limit=1`)
      const token = encodeURIComponent(String(getField(first.body, ['metadata', 'continue'])))
      const refused: string[] = []
      const endpoint = await connectEndpoint(forgetful, forgetful.adminToken, {
        pageSize: 10,
        request: async (url, settings) => {
          if (url.includes('continue=') && refused.length === 0) {
            await waitUntilForgotten(client, `/api/v1/namespaces/${namespace}/configmaps?continue=${token}`)
          }
          const answer = await connected.handle(new Request(url, settings))
          if (answer.status === 410) refused.push(url)
          return answer
        },
      })
      const { objects, complete } = await readResources(endpoint, pages)
      await endpoint.close()
      expect(refused).toHaveLength(1)
      expect(namesOf(objects)).toEqual(names)
      expect(complete).toEqual(['ConfigMap'])
    } finally {
      connected.close()
      await stop()
    }
  })
})

describe('an account without a right', () => {
  it('is told that the kind is unknown, and reads the others', async () => {
    const account = await createServiceAccount(send, [
      { apiGroups: ['messagewall.demo'], resources: ['serverlesseventappclaims'], verbs: ['get', 'list'] },
    ])
    await send('POST', claims, { body: claim('readable', { region: 'us-east-1' }) })
    const endpoint = await connectEndpoint(server, account.token)
    const query = { kinds: [tableKind, claimKind], namespaces: [namespace] }
    const before = await readResources(endpoint, query)
    expect([before.unknown, before.complete]).toEqual([{ Table: 'forbidden' }, ['ServerlessEventAppClaim']])
    expect(before.objects.map((object) => getField(object, ['metadata', 'name']))).toContain('readable')
    await account.setRules([{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] }])
    const after = await readResources(endpoint, query)
    await endpoint.close()
    expect([after.unknown, after.complete]).toEqual([{}, ['Table', 'ServerlessEventAppClaim']])
  })
})

async function waitUntilForgotten(client: typeof send, path: string): Promise<void> {
  const deadline = Date.now() + 30_000
  // A write between two compactions, so that the next one has something to forget.
  for (let count = 0; (await client('GET', path)).status !== 410; count += 1) {
    if (Date.now() > deadline) throw new Error('the server compacted nothing within 30 s')
    await client('POST', '/api/v1/namespaces', { body: { metadata: { name: `write-${count}` } } })
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

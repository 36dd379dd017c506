import { getField, type JsonObject, pauseUnits } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connectHandle } from './connect-handle.ts'
import { defineKinds } from './define-kinds.ts'
import { openFlowWorld } from './flow-world.ts'
import { createJsonClient } from './json-client.ts'
import { appClaim, appComposite, lambdaFunction } from './messagewall-kinds.ts'
import { connectEndpoint } from './read-resources.ts'
import { createServiceAccount } from './service-account.ts'

const claims = '/apis/messagewall.demo/v1alpha1/namespaces/default/serverlesseventappclaims'
const composites = '/apis/messagewall.demo/v1alpha1/serverlesseventapps'
const functions = '/apis/lambda.aws.upbound.io/v1beta2/functions'
const merge = 'application/merge-patch+json'
const app = { apiVersion: 'messagewall.demo/v1alpha1', kind: 'ServerlessEventApp', name: 'paused-x7' }
const managed = { apiVersion: 'lambda.aws.upbound.io/v1beta2', kind: 'Function', name: 'paused-handler' }
const claim = `apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: paused
  namespace: default
  labels:
    managedBy: messagewall-demo
spec:
  region: us-east-1
  lambda:
    memorySize: 128
`

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)

beforeAll(() => defineKinds(send, [appClaim, appComposite, lambdaFunction]))
afterAll(close)

const connectAccount = async (rules: readonly JsonObject[]) =>
  connectEndpoint(server, (await createServiceAccount(send, rules)).token)

// As Crossplane would make them of the claim.
async function compose(): Promise<void> {
  const made = (object: typeof app, spec: JsonObject): JsonObject => {
    const { apiVersion, kind, name } = object
    return { apiVersion, kind, metadata: { name }, spec }
  }
  await send('POST', `${composites}?fieldManager=crossplane`, {
    body: made(app, { resourceRefs: [managed] }),
  })
  const forProvider = { region: 'us-east-1', memorySize: 128 }
  await send('POST', `${functions}?fieldManager=crossplane`, { body: made(managed, { forProvider }) })
  const body = { spec: { resourceRef: app } }
  await send('PATCH', `${claims}/paused?fieldManager=crossplane`, { body, type: merge })
}

const places = [`${claims}/paused`, `${composites}/paused-x7`, `${functions}/paused-handler`]
const readAnnotations = async () => {
  const answers = await Promise.all(places.map((path) => send('GET', path)))
  return answers.map(({ body }) => getField(body, ['metadata', 'annotations']))
}

it('pausing with the rights that are documented reaches claim, composite and managed resource, and resuming too', async () => {
  const world = await openFlowWorld(server, handle, { claim })
  await world.deliver()
  await compose()
  const verbs = ['get', 'patch']
  const live = await connectAccount([
    {
      apiGroups: ['messagewall.demo'],
      resources: ['serverlesseventappclaims', 'serverlesseventapps'],
      verbs,
    },
    { apiGroups: ['lambda.aws.upbound.io'], resources: ['functions'], verbs },
  ])
  const endpoints = { confighub: world.confighub, live: [live] }
  const before = await readAnnotations()
  const pause = { until: '2026-01-01T02:00:00.000Z', who: 'sam', reason: 'INC-7' }
  const paused = await pauseUnits(endpoints, { pause }, createTestCall())
  expect(paused).toMatchObject({ objects: places.map(() => ({ kind: 'written' })), notes: [] })
  expect(await readAnnotations()).toMatchObject(
    places.map(() => ({
      'crossplane.io/paused': 'true',
      'tideway.dev/paused': '2026-01-01T02:00:00.000Z sam INC-7',
    })),
  )
  const again = await pauseUnits(endpoints, { pause }, createTestCall())
  expect(again.objects.map(({ kind }) => kind)).toEqual(places.map(() => 'unchanged'))
  expect(await world.capture()).toMatchObject({ outcome: 'nothing-to-do' })
  const resumed = await pauseUnits(endpoints, {}, createTestCall())
  expect(resumed.objects.map(({ kind }) => kind)).toEqual(places.map(() => 'written'))
  expect(await readAnnotations()).toEqual(before)
  await live.close()
  await Promise.all(places.slice(1).map((path) => send('DELETE', path)))
  await world.close()
})

describe('annotating an object', () => {
  const maps = '/api/v1/namespaces/default/configmaps'
  const identity = { group: '', kind: 'ConfigMap', namespace: 'default', name: 'annotated' }
  const versionOf = async (): Promise<string> =>
    String(getField((await send('GET', `${maps}/annotated`)).body, ['metadata', 'resourceVersion']))
  const annotate = async (resourceVersion: string, endpoint: Awaited<ReturnType<typeof connectEndpoint>>) => {
    const change = { identity, resourceVersion, annotations: { 'tideway.dev/paused': 'x' } }
    for await (const outcome of endpoint.annotator?.annotate([change], createTestCall()) ?? []) return outcome
    throw new Error('no outcome')
  }

  it('is refused once anything of it has changed, and changes nothing else', async () => {
    const endpoint = await connectEndpoint(server)
    await send('POST', maps, { body: { metadata: { name: 'annotated' }, data: { a: '1' } } })
    const stale = await versionOf()
    await send('PATCH', `${maps}/annotated`, { body: { data: { a: '2' } }, type: merge })
    expect(await annotate(stale, endpoint)).toMatchObject({
      kind: 'lost-race',
      error: { message: expect.stringContaining('the server answered 409 Conflict') },
    })
    const { body: untouched } = await send('GET', `${maps}/annotated`)
    expect(getField(untouched, ['metadata', 'annotations'])).toBeUndefined()
    expect(await annotate(await versionOf(), endpoint)).toMatchObject({ kind: 'written' })
    const { body: annotated } = await send('GET', `${maps}/annotated`)
    expect(annotated).toMatchObject({
      metadata: { annotations: { 'tideway.dev/paused': 'x' } },
      data: { a: '2' },
    })
    await send('DELETE', `${maps}/annotated`)
    expect(await annotate('1', endpoint)).toMatchObject({ kind: 'refused', error: { kind: 'not-found' } })
    await endpoint.close()
  })

  it('is refused to an account that may only look', async () => {
    await send('POST', maps, { body: { metadata: { name: 'annotated' } } })
    const live = await connectAccount([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
    ])
    expect(await annotate(await versionOf(), live)).toMatchObject({
      kind: 'refused',
      error: { kind: 'forbidden' },
    })
    await live.close()
    await send('DELETE', `${maps}/annotated`)
  })
})

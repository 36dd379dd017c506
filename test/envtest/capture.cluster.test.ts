import { getField, type JsonObject } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { connectHandle } from './connect-handle.ts'
import { defineKinds } from './define-kinds.ts'
import { type FlowWorld, openFlowWorld } from './flow-world.ts'
import { createJsonClient } from './json-client.ts'
import { prepareKubectl } from './kubectl.ts'
import { appClaim, lambdaFunction } from './messagewall-kinds.ts'
import { units } from './messagewall-units.ts'
import { connectEndpoint } from './read-resources.ts'
import { createServiceAccount } from './service-account.ts'

const handler = 'messagewall-prod-api-handler'
const functions = '/apis/lambda.aws.upbound.io/v1beta2/functions'
const claims = '/apis/messagewall.demo/v1alpha1/namespaces/default/serverlesseventappclaims'
const merge = 'application/merge-patch+json'

// It says neither `timeout` nor `billingMode`, for which the kind has defaults.
const shortClaim = `apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: short
  labels:
    managedBy: messagewall-demo
spec:
  region: us-east-1
  lambda:
    memorySize: 128
  table: {}
`
const look = ['get', 'list']
const rights = (verbs: readonly string[]): readonly JsonObject[] => [
  { apiGroups: ['messagewall.demo'], resources: ['serverlesseventappclaims'], verbs },
  { apiGroups: ['apps'], resources: ['deployments'], verbs },
]

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)
const kubectl = prepareKubectl(server)
let world: FlowWorld | undefined

beforeAll(() => defineKinds(send, [appClaim, lambdaFunction]))
afterEach(async () => {
  await world?.close()
  world = undefined
})
afterAll(() => {
  kubectl.close()
  close()
})

const nothing = { outcome: 'nothing-to-do', summary: 'nothing drifted' }

describe('objects that were created by client-side apply, so that it owns their defaults', () => {
  async function openApplied(): Promise<FlowWorld> {
    const { web = '' } = units
    const opened = await openFlowWorld(server, handle, { short: shortClaim, web })
    world = { ...opened, close: () => removeApplied(opened) }
    for (const input of [shortClaim, web])
      expect(await kubectl.run(['apply', '-f', '-'], { input })).toMatchObject({ code: 0 })
    return opened
  }

  async function removeApplied(opened: FlowWorld): Promise<void> {
    await kubectl.run(['delete', 'serverlesseventappclaim/short', 'deployment/web'])
    await opened.close()
  }

  async function connectAccount(verbs: readonly string[]) {
    const account = await createServiceAccount(send, rights(verbs))
    return connectEndpoint(server, account.token)
  }

  it('have drifted nowhere, as the server says what it would have set by itself', async () => {
    const opened = await openApplied()
    const { body } = await send('GET', `${claims}/short`)
    const owned = JSON.stringify(getField(body, ['metadata', 'managedFields']))
    expect(owned).toContain('"manager":"kubectl-client-side-apply"')
    expect(owned).toContain('"f:timeout"')
    const account = await connectAccount([...look, 'create'])
    expect(await opened.capture({}, account)).toMatchObject(nothing)
    await kubectl.run(['scale', 'deployment', 'web', '--replicas=5'])
    const type = merge
    await send('PATCH', `${claims}/short?fieldManager=kubectl-edit`, {
      body: { spec: { lambda: { timeout: 14 } } },
      type,
    })
    expect(await opened.capture({}, account)).toMatchObject({ summary: 'captured 2 fields in 2 units' })
    expect(opened.text('web')).toBe(units['web']?.replace('replicas: 2', 'replicas: 5'))
    expect(opened.text('short')).toBe(
      shortClaim.replace('memorySize: 128\n', 'memorySize: 128\n    timeout: 14\n'),
    )
    await account.close()
    // For show only: nothing was created.
    const { body: list } = await send('GET', claims)
    expect(JSON.stringify(list)).not.toContain('tideway-dry-run')
  })

  it('have drifted in the defaults of their own schema where the server may not be asked', async () => {
    const opened = await openApplied()
    const account = await connectAccount(look)
    const report = await opened.capture({ dryRun: true }, account)
    await account.close()
    const drifted = report.units.flatMap(({ fields }) => fields.filter(({ verdict }) => verdict === 'take'))
    expect(drifted).toMatchObject(
      ['/spec/lambda/timeout', '/spec/table/billingMode'].map((path) => {
        return { path, setBy: { name: 'kubectl-client-side-apply' } }
      }),
    )
  })
})

describe('what the server would make of an object', () => {
  const claim = (spec: JsonObject): JsonObject => ({
    apiVersion: 'messagewall.demo/v1alpha1',
    kind: 'ServerlessEventAppClaim',
    metadata: { name: 'any' },
    spec,
  })

  it('has its defaults, and is not kept', async () => {
    const endpoint = await connectEndpoint(server)
    const predicted = await endpoint.resources?.predict?.(claim({ lambda: {} }), createTestCall())
    await endpoint.close()
    expect(predicted).toMatchObject({
      kind: 'predicted',
      object: { spec: { lambda: { timeout: 10 }, compositeDeletePolicy: 'Background' } },
    })
    expect(JSON.stringify((await send('GET', claims)).body)).not.toContain('tideway-dry-run')
  })

  it('is unknown where it may not be asked, or refuses the object', async () => {
    const account = await createServiceAccount(send, rights(look))
    const [restricted, whole] = await Promise.all([
      connectEndpoint(server, account.token),
      connectEndpoint(server),
    ])
    const ask = (endpoint: typeof whole, spec: JsonObject) =>
      endpoint.resources?.predict?.(claim(spec), createTestCall())
    expect(await ask(restricted, {})).toMatchObject({ kind: 'unknown', error: { kind: 'forbidden' } })
    expect(await ask(whole, { region: 7 })).toMatchObject({
      kind: 'unknown',
      error: { kind: 'invalid-request' },
    })
    await restricted.close()
    await whole.close()
  })
})

describe('an edit in the cloud’s console', () => {
  const observe = async (atProvider: JsonObject, observedGeneration: unknown) => {
    const condition = { type: 'Synced', status: 'True', reason: 'ReconcileSuccess', observedGeneration }
    const status = { atProvider, conditions: [condition] }
    const path = `${functions}/${handler}/status?fieldManager=provider-aws-lambda`
    expect(await send('PATCH', path, { body: { status }, type: merge })).toMatchObject({ status: 200 })
  }
  const cloud = { crossplane: 'atProvider' } as const

  it('is captured once the provider has seen the newest spec, and only where that is asked for', async () => {
    const { lambda = '' } = units
    world = await openFlowWorld(server, handle, { lambda })
    await world.deliver()
    const { body } = await send('GET', `${functions}/${handler}`)
    const generation = Number(getField(body, ['metadata', 'generation']))
    const seen = { memorySize: 1024, timeout: 10, arn: 'arn:aws:lambda:us-east-1:444455556666:function:api' }
    await observe(seen, generation - 1)
    expect(await world.capture(cloud)).toMatchObject(nothing)
    await observe(seen, generation)
    expect(await world.capture()).toMatchObject(nothing)
    expect(await world.capture(cloud)).toMatchObject({ summary: 'captured 1 field in 1 unit' })
    expect(world.text('lambda')).toBe(lambda.replace('memorySize: 256', 'memorySize: 1024'))
    expect(await world.capture(cloud)).toMatchObject(nothing)
  })
})

import { getField, type JsonObject } from '@tideway/core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { stringify } from 'yaml'
import { connectHandle } from './connect-handle.ts'
import { defineKinds } from './define-kinds.ts'
import { pinnedVersion } from './find-assets.ts'
import { type FlowWorld, openFlowWorld } from './flow-world.ts'
import { createJsonClient } from './json-client.ts'
import { prepareKubectl } from './kubectl.ts'
import { appClaim, dynamoTable, lambdaFunction } from './messagewall-kinds.ts'
import { units } from './messagewall-units.ts'
import { connectEndpoint, readResources } from './read-resources.ts'
import { createServiceAccount } from './service-account.ts'
import { fixRunValues } from './simplify-answer.ts'

const handler = 'messagewall-prod-api-handler'
const functions = '/apis/lambda.aws.upbound.io/v1beta2/functions'
const claims = '/apis/messagewall.demo/v1alpha1/namespaces/default/serverlesseventappclaims'

const server = inject('apiServer')
const { handle, close } = connectHandle(server)
const send = createJsonClient(handle)
const kubectl = prepareKubectl(server)

beforeAll(() => defineKinds(send, [appClaim, lambdaFunction, dynamoTable]))
afterAll(() => {
  kubectl.close()
  close()
})

let world: FlowWorld
beforeEach(async () => {
  world = await openFlowWorld(server, handle, units)
  await world.deliver()
})
afterEach(() => world.close())

async function patch(path: string, manager: string, body: JsonObject): Promise<void> {
  const type = 'application/merge-patch+json'
  expect(await send('PATCH', `${path}?fieldManager=${manager}`, { body, type })).toMatchObject({
    status: 200,
  })
}

async function edit(kind: string, name: string, script: string): Promise<void> {
  const outcome = await kubectl.run(['edit', kind, name], { editor: `sed -i '${script}'` })
  expect(outcome).toMatchObject({ code: 0, out: expect.stringContaining('edited') })
}

const nothing = { outcome: 'nothing-to-do', summary: 'nothing drifted' }

it('takes neither defaults of the server nor what controllers filled in for drift', async () => {
  await patch(`${functions}/${handler}`, 'provider-aws-lambda', {
    spec: { forProvider: { reservedConcurrentExecutions: -1 } },
  })
  const arn = { atProvider: { arn: 'arn:aws:lambda:us-east-1:444455556666:function:api' } }
  await patch(`${functions}/${handler}/status`, 'provider-aws-lambda', { status: arn })
  await patch(`${claims}/messagewall`, 'crossplane', {
    spec: {
      compositionRef: { name: 'aws' },
      resourceRef: { kind: 'ServerlessEventApp', name: 'messagewall-x' },
    },
  })
  const { body } = await send('GET', `${functions}/${handler}`)
  expect(getField(body, ['spec'])).toMatchObject({ deletionPolicy: 'Delete', managementPolicies: ['*'] })
  const container = ['spec', 'template', 'spec', 'containers', '[name=web]']
  const live = await send('GET', '/apis/apps/v1/namespaces/default/deployments/web')
  expect(getField(live.body, container)).toMatchObject({ terminationMessagePolicy: 'File' })
  expect(await world.capture()).toMatchObject(nothing)
})

it('captures just the field that kubectl edit changed, offers it to Git, and comes to rest', async () => {
  await edit('functions.lambda.aws.upbound.io', handler, 's/memorySize: 256/memorySize: 1024/')
  expect(await world.capture({ dryRun: true })).toMatchObject({ outcome: 'done' })
  expect(world.text('lambda')).toBe(units['lambda'])
  expect(await world.capture()).toMatchObject({ outcome: 'done', summary: 'captured 1 field in 1 unit' })
  const captured = units['lambda']?.replace('memorySize: 256', 'memorySize: 1024')
  expect(world.text('lambda')).toBe(captured)
  expect(world.confighub.state()['lambda']?.annotations).toMatchObject({
    'drift-capture/incident': 'INC-123',
  })
  expect(await world.capture()).toMatchObject(nothing)
  expect(await world.publish()).toMatchObject({ outcome: 'nothing-to-do', syncDue: ['lambda'] })
  expect(await world.sync()).toMatchObject({ proposals: [{ kind: 'opened' }] })
  world.git.merge('1')
  expect(world.git.tree()['prod/lambda.yaml']).toBe(captured)
  await world.publish()
  await world.deliver()
  const { body } = await send('GET', `${functions}/${handler}`)
  expect(getField(body, ['spec', 'forProvider', 'memorySize'])).toBe(1024)
  expect(await world.capture()).toMatchObject(nothing)
})

it('captures an edited claim, and a workload scaled through its subresource', async () => {
  await edit('serverlesseventappclaim', 'messagewall', 's/memorySize: 128/memorySize: 512/')
  expect(await kubectl.run(['scale', 'deployment', 'web', '--replicas=5'])).toMatchObject({ code: 0 })
  expect(await world.capture()).toMatchObject({ outcome: 'done', summary: 'captured 2 fields in 2 units' })
  expect(world.text('claim')).toBe(units['claim']?.replace('memorySize: 128', 'memorySize: 512'))
  expect(world.text('web')).toBe(units['web']?.replace('replicas: 2', 'replicas: 5'))
  expect(await world.capture()).toMatchObject(nothing)
})

it('leaves what ConfigHub has changed and nobody has delivered yet', async () => {
  const longer = units['lambda']?.replace('timeout: 10', 'timeout: 14') ?? ''
  world.confighub.as({ kind: 'person', name: 'olga@acme.example' }).write('lambda', longer)
  await edit('functions.lambda.aws.upbound.io', handler, 's/memorySize: 256/memorySize: 1024/')
  expect(await world.capture()).toMatchObject({ outcome: 'done', summary: 'captured 1 field in 1 unit' })
  expect(world.text('lambda')).toBe(longer.replace('memorySize: 256', 'memorySize: 1024'))
})

it('captures what it may read, and says what it may not', async () => {
  const { token } = await createServiceAccount(send, [
    { apiGroups: ['lambda.aws.upbound.io', 'apps'], resources: ['*'], verbs: ['get', 'list'] },
    { apiGroups: ['messagewall.demo'], resources: ['*'], verbs: ['get', 'list'] },
  ])
  const restricted = await connectEndpoint(server, token)
  await edit('functions.lambda.aws.upbound.io', handler, 's/memorySize: 256/memorySize: 1024/')
  const report = await world.capture({}, restricted)
  await restricted.close()
  expect(world.text('lambda')).toContain('memorySize: 1024')
  expect(JSON.stringify(report)).toContain('Table could not be read')
})

it('still makes the live objects that were recorded', async ({ skip }) => {
  const { body: version } = await send('GET', '/version')
  skip(version['gitVersion'] !== pinnedVersion, 'another version may have other defaults')
  await patch(`${functions}/${handler}`, 'provider-aws-lambda', {
    spec: { forProvider: { reservedConcurrentExecutions: -1 } },
  })
  await edit('functions.lambda.aws.upbound.io', handler, 's/memorySize: 256/memorySize: 1024/')
  await kubectl.run(['scale', 'deployment', 'web', '--replicas=5'])
  const endpoint = await connectEndpoint(server)
  const kinds = [
    { group: 'lambda.aws.upbound.io', kind: 'Function' },
    { group: 'messagewall.demo', kind: 'ServerlessEventAppClaim' },
    { group: 'dynamodb.aws.upbound.io', kind: 'Table' },
    { group: 'apps', kind: 'Deployment' },
  ]
  const { objects } = await readResources(endpoint, { kinds, labelSelector: 'managedBy=messagewall-demo' })
  await endpoint.close()
  await expect(stringify(objects.map(fixRunValues))).toMatchFileSnapshot('./recorded-objects.yaml')
})

import { describe, expect, it } from 'vitest'
import type { Prediction } from '../../contract/resource-source.ts'
import { AdapterError } from '../../errors/adapter-error.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Fault } from '../../testing/fault-plan.ts'
import { createFaultPlan } from '../../testing/fault-plan.ts'
import { createMemoryCluster } from '../../testing/memory-cluster.ts'
import { SimulatedCrash } from '../../testing/simulated-crash.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { withFaults } from '../../testing/with-faults.ts'
import { pendingMark } from './apply-capture.ts'
import { capture } from './capture.ts'
import { type CaptureWorld, openCaptureWorld } from './capture-world.fixture.ts'

const map = (name: string, value: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  labels:
    app: shop
data:
  level: ${value}
`
const webKey = 'ConfigMap//web'

async function openShop() {
  const world = await openCaptureWorld({ web: map('web', 'info'), worker: map('worker', 'info') })
  for (const unit of ['web', 'worker']) world.deliver(unit)
  return world
}

/** Captures while writes to ConfigHub, counted from 0, fail as chosen. */
function captureWith(world: CaptureWorld, choose: (write: number) => Fault | undefined = () => undefined) {
  let writes = 0
  const plan = createFaultPlan(({ member }) => (member === 'sink.write' ? choose(writes++) : undefined))
  const confighub = withFaults(world.confighub, plan)
  const endpoints = { ...world.endpoints(), confighub, live: [world.cluster] }
  return capture(endpoints, { environment: 'prod', incident: 'INC-7' }, createTestCall())
}

describe('a capture that is interrupted', () => {
  const faults: readonly (readonly [when: string, writes: number, fault: Fault])[] = [
    ['before it is announced', 0, { kind: 'crash-before' }],
    ['once it is announced', 0, { kind: 'crash-after' }],
    ['before the text is written', 1, { kind: 'crash-before' }],
    ['once the text is written', 1, { kind: 'crash-after' }],
    ['before the announcement is taken back', 2, { kind: 'crash-before' }],
    ['once the announcement is taken back', 2, { kind: 'crash-after' }],
  ]

  it.each(faults)(
    '%s, is finished by the next one, and the one after that writes nothing',
    async (_, at, fault) => {
      const world = await openShop()
      world.cluster.edit(webKey, ['data', 'level'], 'debug', 'kubectl-edit')
      await expect(captureWith(world, (write) => (write === at ? fault : undefined))).rejects.toThrow(
        SimulatedCrash,
      )
      await captureWith(world)
      const { text, annotations, revision } = world.confighub.state()['web'] ?? {}
      expect([text, revision]).toEqual([map('web', 'debug'), '2'])
      expect(annotations).toMatchObject({ 'drift-capture/incident': 'INC-7' })
      expect(annotations).not.toHaveProperty([pendingMark])
      const writes: number[] = []
      expect(await captureWith(world, (write) => void writes.push(write))).toMatchObject({
        outcome: 'nothing-to-do',
      })
      expect(writes).toEqual([])
    },
  )

  it('says what became of it', async () => {
    const world = await openShop()
    const announce = (digest: string) =>
      world.confighub.sink?.write(
        [
          {
            kind: 'annotate',
            key: 'k',
            ref: { unit: 'web' },
            expected: '1',
            annotations: { [pendingMark]: digest },
          },
        ],
        createTestCall(),
      ) ?? []
    for await (const _ of announce(createTestCall().sha256(map('web', 'info'))));
    expect((await world.capture()).notes).toEqual([
      'unit web: a capture that was interrupted was written; its announcement is taken back',
    ])
    for await (const _ of announce('0000'));
    expect((await world.capture()).notes).toEqual([
      'unit web: a capture that was interrupted was not written, or has been overwritten since; its announcement is taken back',
    ])
    expect((await world.capture()).notes).toEqual([])
  })
})

it('a field that was edited live and in ConfigHub goes to the policy, with both values and the field manager', async () => {
  const world = await openShop()
  world.cluster.edit(webKey, ['data', 'level'], 'debug', 'kubectl-edit')
  world.operator.write('web', map('web', 'warn'))
  const report = await world.capture()
  expect(report).toMatchObject({ outcome: 'blocked' })
  expect(report.units[0]?.fields).toMatchObject([
    { change: 'conflict', left: '"debug"', right: '"warn"', setBy: { name: 'kubectl-edit' } },
  ])
  expect(world.text('web')).toBe(map('web', 'warn'))
})

describe('a capture that finds nothing looks for the reason', () => {
  it('the label', async () => {
    const world = await openShop()
    await expect(world.capture({ labelSelector: 'app=wall' })).rejects.toThrow(
      'TIDEWAY_NO_RESOURCES  no resource matched label app=wall in namespace default of cluster:memory, ' +
        'while ConfigMap web is there without it; check the label, or label the objects',
    )
  })

  it('the namespace', async () => {
    const world = await openCaptureWorld({ web: map('web', 'info') })
    world.deliver('web', world.cluster, (object) => ({
      ...object,
      metadata: { name: 'web', namespace: 'shop', labels: { app: 'shop' } },
    }))
    await expect(world.capture({ labelSelector: 'app=shop' })).rejects.toThrow(
      'while ConfigMap web is in namespace shop; pass --namespace shop',
    )
  })

  it('the context', async () => {
    const world = await openShop()
    await expect(world.capture({}, [createMemoryCluster()])).rejects.toThrow(
      'no resource of the units in namespace default of cluster:memory, nor in any other namespace that may be read; ' +
        'check the context',
    )
  })

  it('units that hold nothing', async () => {
    const world = await openCaptureWorld({})
    await expect(world.capture()).rejects.toThrow('as no unit holds any; publish first, or check --unit')
  })

  it('of some units only, and says of which', async () => {
    const world = await openShop()
    world.cluster.remove(webKey)
    const unseen = 'no live object of web was found in namespace default of cluster:memory'
    expect((await world.capture()).notes).toEqual([`${unseen}: not delivered yet, or elsewhere`])
    expect((await world.capture({ labelSelector: 'app=shop' })).notes).toEqual([
      `${unseen} with label app=shop: not delivered yet, or elsewhere`,
    ])
  })

  it('and does not take what it could not read for nothing', async () => {
    const world = await openShop()
    const plan = createFaultPlan(({ member }) =>
      member === 'resources.resources' ? { kind: 'unreadable', name: 'ConfigMap' } : undefined,
    )
    const report = await world.capture({}, [withFaults(world.cluster, plan)])
    expect(report).toMatchObject({ outcome: 'held', notes: [expect.stringContaining('could not be read')] })
  })
})

describe('a live object without a unit', () => {
  it('of a unit that was withdrawn is told as such', async () => {
    const world = await openShop()
    world.operator.write('web', '', 'Take it away')
    expect(await world.capture({ labelSelector: 'app=shop' })).toMatchObject({
      outcome: 'nothing-to-do',
      notes: [
        'withdrawn: ConfigMap//web in namespace default of cluster:memory is still live, unit web is empty',
      ],
    })
  })

  it('that Crossplane made is told from one that nobody knows', async () => {
    const world = await openShop()
    const stranger = (name: string, labels: Readonly<Record<string, string>>) =>
      world.cluster.apply(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace: 'default', labels: { app: 'shop', ...labels } },
        },
        'somebody',
      )
    stranger('a', { 'crossplane.io/claim-name': 'wall', 'crossplane.io/claim-namespace': 'shop' })
    stranger('b', { 'crossplane.io/composite': 'wall-x7' })
    stranger('c', {})
    const place = 'in namespace default of cluster:memory'
    expect((await world.capture({ labelSelector: 'app=shop' })).notes).toEqual([
      `composed: ConfigMap/default/a ${place} was made for the claim shop/wall`,
      `composed: ConfigMap/default/b ${place} was made for the composite wall-x7`,
      `unmapped: ConfigMap/default/c ${place} belongs to no unit`,
    ])
  })

  it('that another object controls is told from one that is only tied to another', async () => {
    const world = await openShop()
    const tied = (name: string, owner: JsonObject) =>
      world.cluster.apply(
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace: 'default', labels: { app: 'shop' }, ownerReferences: [owner] },
        },
        'somebody',
      )
    tied('a', { apiVersion: 'example.com/v1', kind: 'Wall', name: 'big', uid: '1', controller: true })
    tied('b', { apiVersion: 'example.com/v1', kind: 'Wall', name: 'big', uid: '1' })
    const place = 'in namespace default of cluster:memory'
    expect((await world.capture({ labelSelector: 'app=shop' })).notes).toEqual([
      `owned: ConfigMap/default/a ${place} was made by Wall big`,
      `unmapped: ConfigMap/default/b ${place} belongs to no unit`,
    ])
  })
})

it('a unit whose creation was cut short is told from one that was withdrawn', async () => {
  const world = await openShop()
  world.operator.write('late', '', 'Create')
  expect((await world.capture()).notes).toEqual([
    'unit late is empty: its creation was cut short, and a publish fills it',
  ])
})

it('a managed resource whose provider may fill in nothing is noted', async () => {
  const managed = (policies: string) => `apiVersion: s3.aws.upbound.io/v1beta1
kind: Bucket
metadata:
  name: images
spec:
  managementPolicies: [${policies}]
  forProvider:
    region: us-east-1
`
  const world = await openCaptureWorld({ images: managed('Observe, Create, Update, Delete') })
  world.deliver('images')
  expect((await world.capture()).notes).toEqual([
    'Bucket.s3.aws.upbound.io//images in namespace default of cluster:memory: its managementPolicies leave out ' +
      'LateInitialize, so its provider fills in no field',
  ])
  const whole = await openCaptureWorld({ images: managed('"*"') })
  whole.deliver('images')
  expect((await whole.capture()).notes).toEqual([])
})

it('several clusters are captured as one environment: what drifted in one of them is taken', async () => {
  const world = await openShop()
  const west = createMemoryCluster({ name: 'cluster:west' })
  for (const unit of ['web', 'worker']) world.deliver(unit, west)
  west.edit('ConfigMap//worker', ['data', 'level'], 'debug', 'kubectl-edit')
  expect(await world.capture({}, [world.cluster, west])).toMatchObject({ outcome: 'done' })
  expect([world.text('web'), world.text('worker')]).toEqual([map('web', 'info'), map('worker', 'debug')])
})

describe('a field that nothing declares', () => {
  const deployment = `apiVersion: example.com/v1
kind: Wall
metadata:
  name: wall
spec:
  size: 3
`
  const key = 'Wall.example.com//wall'

  async function openWall(predict?: (object: JsonObject) => Prediction) {
    const world = await openCaptureWorld({ wall: deployment })
    world.deliver('wall')
    // Whoever creates an object from a client owns its defaults, too.
    world.cluster.edit(key, ['spec', 'paint'], 'white', 'kubectl-client-side-apply')
    world.cluster.edit(key, ['spec', 'height'], 9, 'kubectl-edit')
    const asked: JsonObject[] = []
    const resources = {
      ...world.cluster.resources,
      ...(predict && {
        predict: async (object: JsonObject) => {
          asked.push(object)
          return predict(object)
        },
      }),
    }
    return { world, asked, live: [{ ...world.cluster, resources }] }
  }

  it('is no drift where the server would have set it so itself', async () => {
    const { world, asked, live } = await openWall((object) => ({
      kind: 'predicted',
      object: { ...object, spec: { size: 3, paint: 'white', height: 2 } },
    }))
    const report = await world.capture({}, live)
    expect(report.units[0]?.fields).toMatchObject([{ path: '/spec/height', verdict: 'take' }])
    expect(world.text('wall')).toBe(`${deployment}  height: 9\n`)
    expect(asked).toMatchObject([{ kind: 'Wall', spec: { size: 3 } }])
    expect(await world.capture({}, live)).toMatchObject({ outcome: 'nothing-to-do' })
  })

  it('is drift where the server may not be asked', async () => {
    const error = new AdapterError({
      kind: 'forbidden',
      endpoint: 'cluster:memory',
      message: 'no',
      next: 'ask',
    })
    for (const predict of [undefined, (): Prediction => ({ kind: 'unknown', error })]) {
      const { world, live } = await openWall(predict)
      await world.capture({}, live)
      expect(world.text('wall')).toBe(`${deployment}  height: 9\n  paint: white\n`)
    }
  })

  it('is not asked about where there is none', async () => {
    const { world, asked, live } = await openWall((object) => ({ kind: 'predicted', object }))
    for (const field of ['paint', 'height'])
      world.cluster.edit(key, ['spec', field], undefined, 'kubectl-edit')
    world.cluster.edit(key, ['spec', 'size'], 4, 'kubectl-edit')
    await world.capture({}, live)
    expect(world.text('wall')).toBe(deployment.replace('3', '4'))
    expect(asked).toEqual([])
  })
})

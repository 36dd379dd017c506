import { describe, expect, it } from 'vitest'
import { lockAnnotation } from '../../decide/unit-lock.ts'
import { getField } from '../../model/get-field.ts'
import type { JsonObject } from '../../model/json.ts'
import { createTestCall } from '../../testing/test-call.ts'
import { type CaptureWorld, openCaptureWorld } from '../capture/capture-world.fixture.ts'
import { type PauseOptions, pauseUnits } from './pause-units.ts'

const claim = `apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: wall
  namespace: default
spec:
  lambda:
    memorySize: 256
  compositionSelector: {}
`
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: default
spec:
  replicas: 2
`
const keys = {
  claim: 'ServerlessEventAppClaim.messagewall.demo/default/wall',
  composite: 'ServerlessEventApp.messagewall.demo//wall-x7',
  managed: 'Function.lambda.aws.upbound.io//handler',
  application: 'Application.argoproj.io/argocd/wall',
} as const
const until = '2026-01-01T02:00:00.000Z'
const pause = { until, who: 'sam', reason: 'INC-7' }
const mark = `${until} sam INC-7`

async function openWall(): Promise<CaptureWorld> {
  const world = await openCaptureWorld({ claim, web: deployment })
  for (const unit of ['claim', 'web']) world.deliver(unit)
  world.cluster.edit(
    keys.claim,
    ['spec', 'resourceRef'],
    { apiVersion: 'messagewall.demo/v1alpha1', kind: 'ServerlessEventApp', name: 'wall-x7' },
    'crossplane',
  )
  const objects: readonly JsonObject[] = [
    {
      apiVersion: 'messagewall.demo/v1alpha1',
      kind: 'ServerlessEventApp',
      metadata: { name: 'wall-x7' },
      spec: {
        resourceRefs: [{ apiVersion: 'lambda.aws.upbound.io/v1beta2', kind: 'Function', name: 'handler' }],
      },
    },
    {
      apiVersion: 'lambda.aws.upbound.io/v1beta2',
      kind: 'Function',
      metadata: { name: 'handler' },
      spec: { forProvider: { memorySize: 256 } },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'wall', namespace: 'argocd' },
    },
  ]
  for (const object of objects) world.cluster.apply(object, 'crossplane')
  const tracking = ['metadata', 'annotations', 'argocd.argoproj.io/tracking-id']
  world.cluster.edit(
    'Deployment.apps/default/web',
    tracking,
    'wall:apps/Deployment:default/web',
    'argocd-controller',
  )
  return world
}

const run = (world: CaptureWorld, options: PauseOptions, now = Date.parse('2026-01-01T00:00:00Z')) =>
  pauseUnits({ ...world.endpoints(), live: [world.cluster] }, options, createTestCall({ now: () => now }))

const annotations = (world: CaptureWorld, key: string) =>
  getField(world.cluster.objects()[key], ['metadata', 'annotations']) ?? {}

describe('pausing', () => {
  it('asks Crossplane and Argo CD to leave alone whatever belongs to the units, and locks them', async () => {
    const world = await openWall()
    const report = await run(world, { pause })
    expect(report.objects.map(({ kind, resource, controller }) => [kind, resource, controller])).toEqual([
      ['written', keys.claim, 'crossplane'],
      ['written', keys.composite, 'crossplane'],
      ['written', keys.application, 'argocd'],
      ['written', keys.managed, 'crossplane'],
    ])
    for (const key of [keys.claim, keys.composite, keys.managed])
      expect(annotations(world, key)).toMatchObject({
        'crossplane.io/paused': 'true',
        'tideway.dev/paused': mark,
      })
    expect(annotations(world, keys.application)).toEqual({
      'argocd.argoproj.io/skip-reconcile': 'true',
      'tideway.dev/paused': mark,
    })
    expect(world.confighub.state()['claim']?.annotations).toMatchObject({ [lockAnnotation]: mark })
    expect(report.notes).toEqual([])
    expect((await run(world, { pause })).objects.map(({ kind }) => kind)).toEqual(Array(4).fill('unchanged'))
  })

  it('is no drift', async () => {
    const world = await openWall()
    await run(world, { pause })
    expect(await world.capture()).toMatchObject({ outcome: 'nothing-to-do' })
  })

  it('concerns the named units only', async () => {
    const world = await openWall()
    const { objects, units } = await run(world, { pause, units: ['web'] })
    expect(objects.map(({ resource }) => resource)).toEqual([keys.application])
    expect(units.map(({ unit }) => unit)).toEqual(['web'])
    await expect(run(world, { pause, units: ['nobody'] })).rejects.toThrow('has no unit nobody')
  })

  it('says what it could not pause', async () => {
    const world = await openWall()
    world.cluster.remove(keys.managed)
    world.cluster.edit('Deployment.apps/default/web', ['metadata', 'annotations'], undefined, 'somebody')
    world.cluster.edit(keys.composite, ['metadata', 'annotations', 'crossplane.io/paused'], 'true', 'olga')
    const report = await run(world, { pause })
    expect(report.notes).toEqual([
      'Deployment.apps/default/web in namespace default of cluster:memory: nothing says what delivers it',
      'Function.lambda.aws.upbound.io//handler is not there, or could not be read, in namespace default of cluster:memory',
    ])
    expect(report.objects).toMatchObject([
      { kind: 'written', resource: keys.claim },
      { kind: 'left-alone', resource: keys.composite, reason: 'somebody else has paused it' },
    ])
  })

  it('looks again at what a controller has just written', async () => {
    const world = await openWall()
    const { cluster } = world
    let races = 2
    const live = {
      ...cluster,
      annotator: {
        async *annotate(...[changes, call]: Parameters<NonNullable<typeof cluster.annotator>['annotate']>) {
          if (races-- > 0) cluster.edit(keys.claim, ['status', 'seen'], races, 'crossplane')
          yield* cluster.annotator?.annotate(changes, call) ?? []
        },
      },
    }
    const call = createTestCall({ now: () => Date.parse('2026-01-01T00:00:00Z') })
    const report = await pauseUnits({ ...world.endpoints(), live: [live] }, { pause, units: ['claim'] }, call)
    expect(report.objects.map(({ kind }) => kind)).toEqual(['written', 'written', 'written'])
  })

  it('is refused in a run that may only read', async () => {
    const world = await openWall()
    const endpoints = { ...world.endpoints(), live: [world.cluster] }
    await expect(pauseUnits(endpoints, { pause }, createTestCall({ readOnly: true }))).rejects.toThrow(
      'READ_ONLY',
    )
  })
})

describe('resuming', () => {
  it('takes back what tideway paused, and leaves what somebody else did', async () => {
    const world = await openWall()
    world.cluster.edit(keys.composite, ['metadata', 'annotations', 'crossplane.io/paused'], 'true', 'olga')
    await run(world, { pause })
    const report = await run(world, {})
    expect(report.objects.filter(({ kind }) => kind === 'written').map(({ resource }) => resource)).toEqual([
      keys.claim,
      keys.application,
      keys.managed,
    ])
    expect(annotations(world, keys.application)).toEqual({})
    expect(annotations(world, keys.composite)).toEqual({ 'crossplane.io/paused': 'true' })
    expect(world.confighub.state()['claim']?.annotations).not.toHaveProperty([lockAnnotation])
  })

  it('with `expired`, only what has been paused for long enough', async () => {
    const world = await openWall()
    await run(world, { pause })
    await run(world, { expired: true }, Date.parse('2026-01-01T01:59:00Z'))
    expect(annotations(world, keys.application)).toMatchObject({ 'tideway.dev/paused': mark })
    expect(world.confighub.state()['claim']?.annotations).toHaveProperty([lockAnnotation])
    await run(world, { expired: true }, Date.parse('2026-01-01T02:00:00Z'))
    expect(annotations(world, keys.application)).toEqual({})
    expect(world.confighub.state()['claim']?.annotations).not.toHaveProperty([lockAnnotation])
  })
})

import { expect, test } from 'vitest'
import { customResourceDefinition } from './custom-resource-definition.ts'
import { createDeliverer, type DeliveredUnit } from './deliverer.ts'
import { createKubernetesEmulator } from './kubernetes-emulator.ts'

const unit = (revision: number, text: string, name = 'lambda'): DeliveredUnit => ({
  space: 'messagewall-dev',
  unit: name,
  revision,
  text,
})
const claim = (memory: number): string => `# the claim
apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: wall
spec:
  memory: ${memory}
  on: "on"
`
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: team}\ndata: {a: "1"}\n'
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n'
const wall = {
  group: 'messagewall.demo',
  kind: 'ServerlessEventAppClaim',
  namespace: 'default',
  name: 'wall',
}

const start = () => {
  const emulator = createKubernetesEmulator({
    objects: [
      customResourceDefinition({
        group: 'messagewall.demo',
        kind: 'ServerlessEventAppClaim',
        versions: ['v1alpha1', 'v1beta1'],
      }),
    ],
  })
  return { emulator, deliverer: createDeliverer({ handle: emulator.handle }) }
}

test('delivers every object as one manager, with the revision that it comes from', async () => {
  const { emulator, deliverer } = start()
  const report = await deliverer.deliver([
    unit(3, `${claim(128)}---\n`),
    unit(1, `${map}---\n${namespace}`, 'team'),
  ])
  expect(report.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
    'applied /Namespace//team',
    'applied /ConfigMap/team/settings',
    'applied messagewall.demo/ServerlessEventAppClaim//wall',
  ])
  const live = emulator.object(wall)
  expect(live).toMatchObject({
    spec: { memory: 128 },
    metadata: { managedFields: [{ manager: 'argocd-controller' }] },
  })
  const { metadata } = JSON.parse(JSON.stringify(live))
  expect(JSON.parse(metadata.annotations['confighub.com/origin'])).toEqual({
    Space: { Slug: 'messagewall-dev' },
    Unit: { Slug: 'lambda' },
    Revision: { RevisionNum: 3 },
  })
})

test('what a person edited stays until the unit changes, and with self-heal does not stay', async () => {
  const { emulator, deliverer } = start()
  await deliverer.deliver([unit(1, claim(128))])
  emulator.edit(wall, { spec: { memory: 512 } })
  expect(await deliverer.deliver([unit(1, claim(128))])).toEqual([])
  expect(emulator.object(wall)).toMatchObject({ spec: { memory: 512 } })
  await createDeliverer({ handle: emulator.handle, selfHeal: true }).deliver([unit(1, claim(128))])
  expect(emulator.object(wall)).toMatchObject({ spec: { memory: 128 } })
})

test('deletes what it delivered and is gone, and nothing else', async () => {
  const { emulator, deliverer } = start()
  emulator.create([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs' } }])
  await deliverer.deliver([unit(1, claim(128)), unit(1, `${namespace}---\n${map}`, 'team')])
  const report = await deliverer.deliver([unit(2, ''), unit(1, `${namespace}---\n${map}`, 'team')])
  expect(report).toEqual([
    { kind: 'deleted', unit: 'lambda', object: 'messagewall.demo/ServerlessEventAppClaim//wall' },
  ])
  await deliverer.deliver([])
  const left = emulator
    .objects()
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'ServerlessEventAppClaim')
  expect(left).toMatchObject([{ metadata: { name: 'theirs' } }])
})

test('an object that moves to another unit or version is not deleted', async () => {
  const { emulator, deliverer } = start()
  await deliverer.deliver([unit(1, claim(128))])
  const moved = claim(128).replace('v1alpha1', 'v1beta1')
  await deliverer.deliver([unit(1, moved, 'other')])
  expect(emulator.object(wall)).toBeDefined()
})

test('a unit that cannot be read deletes nothing, and a refused object is reported and tried again', async () => {
  const { emulator, deliverer } = start()
  await deliverer.deliver([unit(1, claim(128))])
  const [broken] = await deliverer.deliver([unit(2, 'a: [')])
  expect(broken).toMatchObject({ kind: 'refused', unit: 'lambda' })
  expect(emulator.object(wall)).toBeDefined()
  const refused = await deliverer.deliver([unit(2, claim(256)), unit(1, map, 'team')])
  expect(refused).toMatchObject([
    { kind: 'applied' },
    { kind: 'refused', unit: 'team', message: 'namespaces "team" not found' },
  ])
  emulator.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }])
  expect(await deliverer.deliver([unit(2, claim(256)), unit(1, map, 'team')])).toMatchObject([
    { kind: 'applied' },
  ])
})
